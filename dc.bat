@echo off
rem docker compose on deploy\compose.yaml: dc --profile full up --detach
setlocal
cd /d "%~dp0deploy" || exit /b 1

if exist .env goto run
powershell -NoProfile -Command "$name = [guid]::NewGuid().ToString('N').Substring(0, 8); (Get-Content env.example) | ForEach-Object { if ($_.StartsWith('#')) { $_ } else { $_.Replace('<name>', $name).Replace('<secret>', [guid]::NewGuid().ToString('N')) } } | Set-Content -Encoding ascii .env" || exit /b 1
echo dc.bat: wrote deploy\.env with a project name and passwords of its own 1>&2

:run
docker compose version >nul 2>&1
if errorlevel 1 goto standalone
docker compose --env-file .env --file compose.yaml %*
exit /b %errorlevel%

:standalone
where docker-compose >nul 2>&1
if errorlevel 1 goto missing
docker-compose --env-file .env --file compose.yaml %*
exit /b %errorlevel%

:missing
echo dc.bat: neither "docker compose" nor "docker-compose" is installed: https://docs.docker.com/compose/install/ 1>&2
exit /b 1
