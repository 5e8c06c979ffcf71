# Credentials.
source "$TESTS/scenarios/pages/page.bash"

# The same at all dates: how the two are told by their identifiers.
authorized_by_identifier() {
  ockam reset -y
  ockam identity create i1
  ockam identity show i1 > i1.identifier
  ockam node create n1 --identity i1
  ockam identity create i2
  ockam identity show i2 > i2.identifier
  ockam node create n2 --identity i2
  ockam secure-channel-listener create l --at n2 \
    --identity i2 --authorized $(cat i1.identifier)
  is HELLO "$(ockam secure-channel create \
    --from n1 --to /node/n2/service/l \
    --identity i1 --authorized $(cat i2.identifier) \
      | ockam message send hello --from n1 --to -/service/uppercase)"
}

# In all of 2023: credentials issued and stored, and two nodes that show them.
issued_and_stored() {
  ockam identity create a
  ockam identity create b
  ockam credential issue --as a --for $(ockam identity show b --full --encoding hex)
  ockam credential issue --as a --for $(ockam identity show b --full --encoding hex) \
      --attribute location=Chicago --attribute department=Operations
  ockam reset -y
  ockam identity create a
  ockam identity create b
  ockam credential issue --as a --for $(ockam identity show b --full --encoding hex) \
      --encoding hex > b.credential
  ockam credential verify --issuer $(ockam identity show a --full --encoding hex) \
      --credential-path b.credential
  ockam credential store c1 --issuer $(ockam identity show a --full --encoding hex) \
      --credential-path b.credential
  authorized_by_identifier
  ockam reset -y
  ockam identity create authority
  ockam identity show authority > authority.identifier
  ockam identity show authority --full --encoding hex > authority
  ockam identity create i1
  ockam identity show i1 --full --encoding hex > i1
  ockam credential issue --as authority --for $(cat i1) --attribute city="New York" --encoding hex > i1.credential
  ockam credential store c1 --issuer $(cat authority) --credential-path i1.credential
  ockam identity create i2
  ockam identity show i2 --full --encoding hex > i2
  ockam credential issue --as authority \
  	--for $(cat i2) --attribute city="San Francisco" \
  	--encoding hex > i2.credential
  ockam credential store c2 --issuer $(cat authority) --credential-path i2.credential
  ockam node create n1 --identity i1 --authority-identity $(cat authority)
  ockam node create n2 --identity i2 --authority-identity $(cat authority) --credential c2
}

page 2023-04
issued_and_stored
is HELLO "$(ockam secure-channel create --from n1 --to /node/n2/service/api --credential c1 \
    | ockam message send hello --from n1 --to -/service/uppercase)"
ockam reset -y
ockam enroll
ockam project information --output json > project.json
ockam node create a --project-path project.json
ockam node create b --project-path project.json
ockam forwarder create b --at /project/default --to /node/a/service/forward_to_b
is HELLO "$(ockam secure-channel create --from a --to /project/default/service/forward_to_b/service/api \
    | ockam message send hello --from a --to -/service/uppercase)"

page 2023-06 2023-09
issued_and_stored
is HELLO "$(ockam secure-channel create --from n1 --to /node/n2/service/api --credential c1 --identity i1 \
    | ockam message send hello --from n1 --to -/service/uppercase)"
ockam reset -y
ockam enroll
ockam project information --output json > project.json
ockam node create a --project-path project.json
ockam node create b --project-path project.json
ockam relay create b --at /project/default --to /node/a/service/forward_to_b
is HELLO "$(ockam secure-channel create --from a --to /project/default/service/forward_to_b/service/api \
    | ockam message send hello --from a --to -/service/uppercase)"

page 2025-07
ockam identity create a
ockam identity create b
ockam credential issue --as a --for $(ockam identity show b)
ockam credential issue --as a --for $(ockam identity show b) \
    --attribute location=Chicago --attribute department=Operations
ockam reset -y
ockam identity create a
ockam identity create b
ockam credential issue --as a --for $(ockam identity show b) \
    --encoding hex > b.credential
ockam credential verify --issuer $(ockam identity show a) \
    --credential-path b.credential
ockam credential store c1 --issuer $(ockam identity show a --full --encoding hex) \
    --credential-path b.credential
authorized_by_identifier
ockam reset -y
ockam identity create authority
ockam identity show authority > authority.identifier
ockam identity show authority --full --encoding hex > authority
ockam identity create i1
ockam identity show i1 > i1
ockam credential issue --as authority \
    --for $(cat i1) --attribute city="New York" \
    --encoding hex > i1.credential
ockam credential store c1 --issuer $(cat authority) --credential-path i1.credential
ockam trust-context create tc --credential c1 --authority-identity $(cat authority)
ockam identity create i2
ockam identity show i2 > i2
ockam credential issue --as authority \
	--for $(cat i2) --attribute city="San Francisco" \
	--encoding hex > i2.credential
ockam credential store c2 --issuer $(cat authority) --credential-path i2.credential
ockam node create n1 --identity i1 --authority-identity $(cat authority) --trust-context tc
ockam node create n2 --identity i2 --authority-identity $(cat authority) --credential c2
is HELLO "$(ockam secure-channel create --from n1 --to /node/n2/service/api --credential c1 --identity i1 \
    | ockam message send hello --from n1 --to -/service/uppercase)"
ockam reset -y
ockam enroll
ockam node create a
ockam node create b
ockam relay create b --at /project/default --to /node/a/service/forward_to_b
is HELLO "$(ockam secure-channel create --from a --to /project/default/service/forward_to_b/service/api \
    | ockam message send hello --from a --to -/service/uppercase)"
