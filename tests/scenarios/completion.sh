# What a bash offers behind words: nouns, verbs, flags, and the names that this home has.
ockam node create n1 >/dev/null
ockam node create n2 >/dev/null
ockam relay create office --at /node/n1 --to n2 >/dev/null
ockam tcp-outlet create db --at n2 --to 5432 >/dev/null
ockam tcp-inlet create web --at n1 --from 7000 --to /node/n2/secure/api/service/db >/dev/null 2>&1
ockam identity create alice >/dev/null
ockam project create >/dev/null
ockam share 8080 --name page --at n1 >/dev/null 2>&1
ockam completion bash >script
# offers WORDS: behind these words, the last of which is being typed.
offers() {
  bash -c '. ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ockam; echo "${COMPREPLY[*]}"' bash ockam "$@"
}
is "n1 n2 project-default" "$(offers node show "" | tr ' ' '\n' | sort | paste -sd' ')"
is n2 "$(offers node show n2)"
is office "$(offers tcp-inlet create --via of)"
has office "$(offers relay delete "")"
is web "$(offers tcp-inlet show "")"
is db "$(offers tcp-outlet show "")"
is page "$(offers share stop "")"
has alice "$(offers message send hello --identity "")"
is default "$(offers project show "")"
is /project/default "$(offers route trace /p)"
is "auto required off" "$(offers node create --sandbox "")"
is "" "$(offers node create --variable "")" # the shell offers files
has policies "$(offers help p)"
has --no-input "$(offers node show --no)"
has --via "$(offers tcp-inlet create --v)"
all_gone
