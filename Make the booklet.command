#!/bin/sh
# Double-click this file: it makes the booklet and the e-book from the chapters beside it, and opens
# the folder where they are.
cd "$(dirname "$0")" || exit
status=10
for python in python3 /usr/local/bin/python3 /opt/homebrew/bin/python3 python none; do
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break
done
if [ "$python" = none ]; then
  echo "Making the booklet needs Python 3.11 or newer on this computer."
  echo "Get it from https://www.python.org/downloads/ and double-click this file again."
else
  BOOKLET_DOUBLE_CLICKED=1 "$python" "build.py" all --open
  status=$?
fi
if [ "$status" -ne 0 ] && [ -t 0 ]; then
  printf '\nPress Return to close this window. '
  read -r _
fi
exit "$status"
