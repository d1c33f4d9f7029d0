#!/bin/sh
# Starts a browser that may use every serial port from given origins, and whose libudev is the stand-in.
# Test support. Chromium reads its managed policy from fixed folders below /etc, so this gives it a private view of /etc:
# a mount namespace of its own, with an empty file system over the folder and the policy in it. Nothing on disk changes.
#
#   HARNESS_BROWSER   the browser's executable        HARNESS_POLICY   the policy file
#   HARNESS_PRELOAD   the stand-in, or empty          HARNESS_PID      file that is to hold the browser's process id
#
# Needs root, or an ordinary user's user namespaces. Every step is an exec, so the process id stays the same throughout.
set -eu

if [ "${HARNESS_STAGE:-outside}" = outside ]; then
  export HARNESS_STAGE=inside
  if [ "$(id -u)" -eq 0 ]; then
    exec unshare --mount --propagation private -- "$0" "$@"
  fi
  exec unshare --map-root-user --mount --propagation private -- "$0" "$@"
fi

cover() { mount -t tmpfs -o mode=755 harness "$1"; }
allow() { mkdir -p "$1/policies/managed" && cp "$HARNESS_POLICY" "$1/policies/managed/harness.json"; }

if ! [ -d /etc/chromium ] && ! [ -d /etc/opt ]; then
  echo "neither /etc/chromium nor /etc/opt exists: no place for a policy" >&2
  exit 1
fi
if [ -d /etc/chromium ]; then
  cover /etc/chromium
  allow /etc/chromium
fi
if [ -d /etc/opt ]; then
  cover /etc/opt
  for browser in chrome chrome_for_testing edge; do allow "/etc/opt/$browser"; done
fi

echo $$ >"$HARNESS_PID"
browser=$HARNESS_BROWSER preload=$HARNESS_PRELOAD
unset HARNESS_STAGE HARNESS_BROWSER HARNESS_POLICY HARNESS_PRELOAD HARNESS_PID
if [ -n "$preload" ]; then
  export LD_PRELOAD="$preload${LD_PRELOAD:+:$LD_PRELOAD}"
fi
exec "$browser" "$@"
