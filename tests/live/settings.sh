#!/bin/sh
# Where the platform's database comes from: .env, the process environment, alembic.ini; and that
# models are read without the packages that they import.
# usage: settings.sh SOURCE_ROOT BUILD_DIR             (under tests/with_postgresql)
#        settings.sh SOURCE_ROOT BUILD_DIR mariadb     (under tests/with_mariadb)
set -u
root=$(cd "$1" && pwd); build=$(cd "$2" && pwd); backend=${3:-postgresql}
. "$root/tests/lib/tap.sh"
[ "$backend" = postgresql ] || [ -n "${RETORT_TEST_MARIADB_URL:-}" ] ||
  tap_skip_all "no MariaDB server: RETORT_TEST_MARIADB_URL is not set"
[ "$backend" = mariadb ] || [ -n "${RETORT_TEST_PG_PASSWORD_URL:-}" ] || tap_skip_all "no PostgreSQL server: RETORT_TEST_PG_PASSWORD_URL is not set"

unset POSTGRES_URL POSTGRES_HOST POSTGRES_PORT POSTGRES_DB POSTGRES_USER POSTGRES_PASSWORD ALEMBIC_CONFIG
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cp -R "$root/examples/multiomics" "$work/p"
cd "$work/p" || exit 1
PATH="$build:$PATH"
at() { retort current -v 2>/dev/null | sed -n 's/^Current revision(s) for //p'; }

if [ "$backend" = mariadb ]; then
  url=$RETORT_TEST_MARIADB_URL
  shown=$(echo "$url" | sed 's|\(//[^:]*:\)[^@]*@|\1***@|')
  echo "POSTGRES_URL=$url" >.env
  same "the URL of .env, its password hidden" "$shown:" "$(at)"
  check "the password of .env is accepted" retort current
  contains "the process environment wins" "\"/nowhere/else.db\"" \
    "$(POSTGRES_URL=sqlite:////nowhere/else.db retort current 2>&1)"
  same "arguments of the URL are shown" "$shown?charset=utf8mb4:" "$(POSTGRES_URL="$url?charset=utf8mb4" at)"
  out=$(POSTGRES_URL="mysql+pymysql://retort:n0tright@${url#*@}" retort current 2>&1); status=$?
  same "a wrong password fails" 1 $status
  contains "and says so" "Access denied for user 'retort'" "$out"
  lacks "and does not show it" "n0tright" "$out"
  for more in ssl_mode=REQUIRED ssl_ca=/etc/ssl/nothing.pem ssl_check_hostname=false ssl_verify_cert=true; do
    [ -S "${RETORT_TEST_MARIADB_SOCKET:-}" ] || break # another server may have TLS
    contains "no connection without the TLS that $more asks for" "SSL is required" \
      "$(POSTGRES_URL="$url?$more" retort current 2>&1)"
  done
  out=$(POSTGRES_URL="mysql+pymysql://u:s3cr3t@127.0.0.1:9/x" retort --raiseerr current 2>&1)
  lacks "nor does --raiseerr" "s3cr3t" "$out"
  tap_end
  exit
fi

port=$RETORT_TEST_PG_PORT
contains "without settings it is SQLite" "sqlite:///" "$(at)"

cat >.env <<ENV
# parts, with a password that holds @, / and %
POSTGRES_HOST=127.0.0.1
POSTGRES_PORT=$port
export POSTGRES_DB=postgres
POSTGRES_USER=with_password
POSTGRES_PASSWORD='p@ss/w%rd'
ENV
same "the parts of .env" "postgresql://with_password:***@127.0.0.1:$port/postgres:" "$(at)"
check "the password of .env is accepted" retort current

echo "POSTGRES_URL=$RETORT_TEST_PG_PASSWORD_URL" >.env
same "the URL of .env" "postgresql://with_password:***@127.0.0.1:$port/postgres:" "$(at)"
contains "the process environment wins" "\"/nowhere/else.db\"" \
  "$(POSTGRES_URL=sqlite:////nowhere/else.db retort current 2>&1)"
out=$(POSTGRES_URL= POSTGRES_HOST=127.0.0.1 POSTGRES_PORT=$port POSTGRES_DB=postgres POSTGRES_USER=with_password \
  POSTGRES_PASSWORD='n0t%/@right' retort current 2>&1); status=$?
same "a wrong password fails" 1 $status
contains "and says so" "password authentication failed" "$out"
lacks "and does not show it" 'n0t' "$out"
out=$(POSTGRES_URL='postgresql://u:s3cr3t%@127.0.0.1:notaport/x' retort current 2>&1); status=$?
same "a URL that cannot be read fails" 1 $status
lacks "and does not show the password" "s3cr3t" "$out"
out=$(POSTGRES_URL="postgresql://u:s3cr3t@127.0.0.1:9/x" retort --raiseerr current 2>&1)
lacks "nor does --raiseerr" "s3cr3t" "$out"

rm .env
sed -i 's/^# sqlalchemy.url is computed.*/sqlalchemy.url = sqlite:\/\/\/%(here)s\/from_ini.db/' alembic.ini
sed -i '/^config.set_main_option("sqlalchemy.url"/d; s/^database_url = .*/database_url = config.get_main_option("sqlalchemy.url")/' alembic/env.py
contains "sqlalchemy.url of alembic.ini" "$work/p/from_ini.db" "$(at)"

# The platform's other dependencies are not on this machine.
sed -i 's/^from sqlalchemy import ($/import numpy as np\nfrom boto3.session import Session as AwsSession\nimport pandas\n\nEMPTY = np.zeros(3)\nFRAME = pandas.DataFrame({"a": [1]})\n\n&/' amprenta_rag/database/models.py
check "models that import missing packages are read" retort revision --autogenerate -m "Initial schema"
contains "and give the whole schema" "op.create_table('signature_components'," "$(cat alembic/versions/*.py)"
tap_end
