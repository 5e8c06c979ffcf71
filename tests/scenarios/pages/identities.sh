# Vaults and identities.
source "$TESTS/scenarios/pages/page.bash"

page 2023-04 2023-06 2023-09 2025-07
ockam vault create v1
ockam identity create i1 --vault v1
matches '^I[0-9a-f]{64}$' "$(ockam identity show i1)"
has "Change" "$(ockam identity show i1 --full)"
