#!/bin/sh
# Creates Temporal's two databases where they are missing and brings their schemas to this release. Safe to run again.
# The address, user and password stand in SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD.
set -eu

schema=/etc/temporal/schema/postgresql/v12

prepare() {
  database=$1
  versions=$2
  temporal-sql-tool --db "$database" create
  temporal-sql-tool --db "$database" setup-schema -v 0.0
  temporal-sql-tool --db "$database" update-schema -d "$schema/$versions/versioned"
}

prepare temporal temporal
prepare temporal_visibility visibility
