"""What a computer has and lacks for making booklets, told with one remedy for each trouble.

    machine ─→ diagnosis ─→ report
     facts       troubles     words

It needs nothing but the standard library, so that it works before anything is installed. It
changes nothing: what it tries, it tries with files that it takes away again.
"""
