"""Checks: what a colleague would remark on in texts, what tells of people, what was lost."""
