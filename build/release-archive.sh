#!/usr/bin/env bash
# Writes the bundles for who has k6 and nothing else: k6 run -e PLAN=plans/my-org.json dist/customers.js
# usage: build/release-archive.sh [archive.tar.gz], at the root of the repository, after npm ci
set -euo pipefail
archive=${1:-headroom-bundles.tar.gz}
tar -czf "$archive.part" --transform 's,^,headroom/,' dist/*.js dist/plan.schema.json plans/*.json docs/plan.md docs/approval.md LICENSE
mv "$archive.part" "$archive"
