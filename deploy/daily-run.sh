#!/bin/sh
# A day of an almanac on a machine that forgets: restore it from a dataset repo, take today's snapshot, export it back.
#
#     deploy/daily-run.sh OWNER/NAME SITE-FOLDER [EXPORT-OPTION...]
#
# Run it once a day, never twice at a time. The first time, the repo is missing or empty, and the almanac begins. A home that has days is not
# restored again. Needs HF_TOKEN with write access to the repo; ALMANAC names the command, ALMANAC_HOME the home,
# ALMANAC_RUN_OPTIONS the options of the run, such as "--scope categories". Export options: --public for a
# public repo, --with-share-alike for a home with such sources. A failing command ends the script: the repo then keeps what it had.
set -eu
repo=${1:?"usage: $0 OWNER/NAME SITE-FOLDER [EXPORT-OPTION...]"}
site=${2:?"usage: $0 OWNER/NAME SITE-FOLDER [EXPORT-OPTION...]"}
shift 2
: "${HF_TOKEN:?set it to a token with write access to $repo}"
almanac=${ALMANAC:-almanac}
home=${ALMANAC_HOME:-data}

if [ ! -e "$home/hub.duckdb" ]; then
  "$almanac" import "hf://datasets/$repo" --format almanac --allow-missing
fi
# shellcheck disable=SC2086  # words
"$almanac" run ${ALMANAC_RUN_OPTIONS:-}
"$almanac" export all --to-hub "$repo" --yes "$@"
mkdir -p "$site"
cp -R "$home/site/." "$site/"
