#!/usr/bin/env bash
# Packs captured logs of the RediSearch hang as a support package: one archive a node inside the cluster's archive, one log rotated and
# compressed. usage: scripts/make-incident.sh CAPTURE_DIR (redis-1.log redis-2.log redis-3.log) OUTPUT.tar.gz
set -euo pipefail
capture=$1 output=$(realpath -m "$2") work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pack() { tar --sort=name --owner=0 --group=0 --numeric-owner --mtime='2026-11-23 06:40:00Z' -C "$1" -cf - "${@:3}" | gzip -n9 > "$2"; }
for node in 1 2 3; do mkdir -p "$work/n$node/node_$node/logs"; cp "$capture/redis-$node.log" "$work/n$node/node_$node/logs/"; done
# The shard that hung: what it logged before 06:27 was rotated away.
log=$work/n1/node_1/logs/redis-1.log
split=$(grep -n ' 06:27:' "$log" | head -n 1 | cut -d: -f1)
head -n $((split - 1)) "$log" | gzip -n9 > "$log.1.gz"
tail -n +"$split" "$log" > "$log.new" && mv "$log.new" "$log"
mkdir "$work/cluster"
for node in 1 2 3; do pack "$work/n$node" "$work/cluster/debuginfo.node-$node.tar.gz" "node_$node"; done
mkdir -p "$(dirname "$output")"
(cd "$work/cluster" && pack . "$output" debuginfo.node-1.tar.gz debuginfo.node-2.tar.gz debuginfo.node-3.tar.gz)
