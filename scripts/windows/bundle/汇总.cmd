@echo off
cd /d "%~dp0"
if not exist "python\python.exe" goto packed
python\python.exe python\double_click.py %*
if errorlevel 1 pause
exit /b

:packed
chcp 65001 >nul
echo 请先把压缩包整个解压到一个文件夹，再双击解压出来的「汇总.cmd」。
pause
exit /b 1
