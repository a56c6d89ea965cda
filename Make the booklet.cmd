@echo off
rem Double-click this file: it makes the booklet and the e-book from the chapters beside it,
rem and opens the folder where they are.
setlocal
chcp 65001 >nul
cd /d "%~dp0"
set "PYTHON="
for %%P in ("py -3" python python3) do call :try %%P
if defined PYTHON goto found
echo Making the booklet needs Python 3.11 or newer on this computer.
echo Get it from https://www.python.org/downloads/ and double-click this file again.
pause
exit /b 10
:found
set BOOKLET_DOUBLE_CLICKED=1
%PYTHON% "build.py" all --open
if errorlevel 1 (
  echo.
  pause
  exit /b 1
)
exit /b 0

:try
if defined PYTHON exit /b 0
%~1 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if errorlevel 1 exit /b 0
set "PYTHON=%~1"
