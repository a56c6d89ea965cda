@echo off
rem Double-click this file: it makes the booklet and the e-book from the chapters beside it,
rem and opens the folder where they are.
setlocal
chcp 65001 >nul
cd /d "%~dp0"
for %%P in ("py -3" "python" "python3") do (
  %%~P -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && (
    set "PYTHON=%%~P"
    goto found
  )
)
echo Making the booklet needs Python 3.11 or newer on this computer.
echo Get it from https://www.python.org/downloads/ and double-click this file again.
pause
exit /b 10
:found
%PYTHON% "build.py" all --open
if errorlevel 1 (
  echo.
  pause
  exit /b 1
)
