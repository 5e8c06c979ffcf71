# The commands of one page, $PAGE, do what the page says.
ln -s "$TESTS/../config" config
for program in "$BUILD"/greeter "$BUILD"/examples/greeter; do [ ! -x "$program" ] || ln -sf "$program" bin/; done
python3 "$TESTS/readme/walkthrough.py" "$PAGE"
is 0 "$(nodes_running)"
