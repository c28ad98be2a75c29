#!/bin/sh
# docker compose on deploy/compose.yaml: ./dc.sh --profile full up --detach
set -eu
cd "$(dirname "$0")/deploy"

random() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

if [ ! -e .env ]; then
  umask 077
  sed -e "s/<name>/$(random | cut -c 1-8)/" env.example |
    while IFS= read -r line; do
      case $line in
        \#*) printf '%s\n' "$line" ;;
        *'<secret>') printf '%s%s\n' "${line%<secret>}" "$(random)" ;;
        *) printf '%s\n' "$line" ;;
      esac
    done >.env.new
  mv .env.new .env
  echo "dc.sh: wrote deploy/.env with a project name and passwords of its own" >&2
fi

if docker compose version >/dev/null 2>&1; then
  exec docker compose --env-file .env --file compose.yaml "$@"
elif command -v docker-compose >/dev/null; then
  exec docker-compose --env-file .env --file compose.yaml "$@"
fi
echo "dc.sh: neither 'docker compose' nor 'docker-compose' is installed: https://docs.docker.com/compose/install/" >&2
exit 1
