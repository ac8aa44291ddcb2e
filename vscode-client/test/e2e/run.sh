#!/usr/bin/env bash
# End-to-end tests in a real VS Code. Needs python3, Node 20 with npm, and (for Chromium) Debian's apt as root.
# What it installs is kept for the next time; runs share nothing else, so that there may be several at once.
#   run.sh [PART ...]   of: inside, person, history, response, beside, clean, pictures
#   PICTURES=FOLDER     keeps the pictures that it takes; the repository's are in docs/images
#   FAILURES=FOLDER     keeps the screen of a step that fails; else it lies with the logs
#   E2E=required        fails where it cannot be set up, as it does where CI is set; elsewhere it says so and is left out
set -euo pipefail
[ -z "${PICTURES:-}" ] || PICTURES=$(realpath "$PICTURES")
[ -z "${FAILURES:-}" ] || FAILURES=$(realpath "$FAILURES")
cd "$(dirname "$0")"

SETUP_SECONDS=900
TESTS_SECONDS=1500

work=$(mktemp -d "${TMPDIR:-/tmp}/connlint-e2e.XXXXXX")

leave_out() {
  rm -rf "$work"
  printf '\n!! THE END-TO-END TESTS IN VS CODE DID NOT RUN: %s.\n' "$1" >&2
  printf '!! They need Debian with Python 3.11, Node 20 with npm, the package registries, and root for Chromium.\n\n' >&2
  if [ "${E2E:-${CI:+required}}" = required ]; then exit 1; fi
  exit 0
}

fail() {
  echo "$1; the logs, profiles and pictures: $work" >&2
  exit 1
}

# All that the command started ends with it, be it for the time or because somebody stops this script.
limited() {
  timeout --kill-after=20 "$@" &
  trap 'kill $!' INT TERM
  wait $! && status=0 || status=$?
  trap - INT TERM
}

began=$SECONDS
limited $SETUP_SECONDS bash setup.sh "$work"
case $status in
  0) echo "set up in $((SECONDS - began)) s" ;;
  77) leave_out "what they need could not be installed, see above" ;;
  124 | 137) leave_out "setting them up took more than $SETUP_SECONDS s" ;;
  *) fail "what the end-to-end tests run on could not be made" ;;
esac

began=$SECONDS
WORK_FOLDER=$work limited $TESTS_SECONDS bash parts.sh "$@"
case $status in
  0) echo "end-to-end tests: passed in $((SECONDS - began)) s" ;;
  124 | 137) fail "the end-to-end tests took more than their $TESTS_SECONDS s" ;;
  *) fail "an end-to-end test failed" ;;
esac
rm -rf "$work"
