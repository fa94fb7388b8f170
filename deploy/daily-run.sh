#!/bin/sh
# A day of an almanac on a machine that forgets: restore it from a dataset repo, take today's snapshot, export it back.
#
#     deploy/daily-run.sh OWNER/NAME SITE-FOLDER [EXPORT-OPTION...]
#
# Run it once a day, never twice at a time. The first time, the repo is missing or empty, and the almanac begins. A home that has days is not
# restored again. Needs HF_TOKEN with write access to the repo; ALMANAC names the command, ALMANAC_HOME the home,
# ALMANAC_RUN_OPTIONS the options of the run, such as "--scope categories". Export options: --public for a
# public repo, --with-share-alike for a home with such sources. A failing command ends the script, and the repo keeps what it had. A failed run
# can have published its day, and only its site or lake failed: the script exports what is published, then ends with the run's exit status.
# Without a site (ALMANAC_PAGES=off), it copies none.
set -eu
repo=${1:?"usage: $0 OWNER/NAME SITE-FOLDER [EXPORT-OPTION...]"}
site=${2:?"usage: $0 OWNER/NAME SITE-FOLDER [EXPORT-OPTION...]"}
shift 2
: "${HF_TOKEN:?set it to a token with write access to $repo}"
almanac=${ALMANAC:-almanac}
home=$("$almanac" status --path)
failure=0

if [ ! -e "$home/hub.duckdb" ]; then
  "$almanac" import "hf://datasets/$repo" --format almanac --allow-missing
fi
# shellcheck disable=SC2086  # words
"$almanac" run ${ALMANAC_RUN_OPTIONS:-} || failure=$?
if [ -e "$home/hub.duckdb" ]; then
  "$almanac" export all --to-hub "$repo" --yes "$@"
fi
if [ "$failure" -ne 0 ]; then
  exit "$failure"
fi
if [ -d "$home/site" ]; then
  mkdir -p "$site"
  cp -R "$home/site/." "$site/"
fi
