"""A training session: its plan, and what the office, the leader and the table need for it. Pure."""
