#!/bin/sh
# Waits at most five minutes for the Temporal server, then creates the namespace where it is missing.
# TEMPORAL_ADDRESS, NAMESPACE and RETENTION (how long closed workflows are kept) stand in the environment.
set -eu

tries=0
until temporal operator cluster health >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -ge 150 ]; then
    echo "the Temporal server at $TEMPORAL_ADDRESS does not answer" >&2
    exit 1
  fi
  sleep 2
done

temporal operator namespace describe --namespace "$NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$NAMESPACE" --retention "$RETENTION"
