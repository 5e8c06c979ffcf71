# The real Ockam: ockam-rs on PATH, or $OCKAM_RS. Without one the script that sources this is skipped, or fails where it
# is required.
rs=${OCKAM_RS:-$(command -v ockam-rs || true)}
if [ -z "$rs" ]; then
  [ -z "${OCKAM_INTEROP_REQUIRED:-}" ] || fail "no ockam-rs"
  echo "skipped: no ockam-rs"
  exit 0
fi
# real HOME COMMAND...: the real command, which must not call home.
real() {
  OCKAM_HOME=$WORK/real/$1 OCKAM_DISABLE_UPGRADE_CHECK=1 OCKAM_TELEMETRY_EXPORT=false OCKAM_COMMAND_RETRY_COUNT=0 \
    OCKAM_OPENTELEMETRY_EXPORT=false OCKAM_LOGGING=true OCKAM_LOG_LEVEL=info NO_COLOR=true \
    timeout 60 "$rs" "${@:2}" </dev/null 2>>"$WORK/real.log"
}
