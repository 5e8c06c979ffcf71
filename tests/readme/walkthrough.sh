# The README's own commands do what the README says.
ln -s "$TESTS/../config" config
python3 "$TESTS/readme/walkthrough.py" "$TESTS/../README.md"
is 0 "$(nodes_running)"
