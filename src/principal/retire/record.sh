
# --- What is deactivated, and since when: one row per item, in a file next to the script.

RECORD=retire.state
RECORD_HEAD="paredown-retire/1 $ACCOUNT $KIND $NAME"
# So many days must have passed before anything is deleted.
DAYS=${PAREDOWN_DAYS:-30}
# The calls of aws must not inherit it.
GIVEN=${PAREDOWN_PASSWORD-}
unset PAREDOWN_PASSWORD

TIME_FORM='^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?(Z|\+00:00)$'
ROW_FORM='^[A-Za-z0-9_]+ (begun|found|deactivated|deleting|deleted) [^ ]+ [^ ]+$'

# Sets COUNT to the seconds from the beginning of 1970 to a time in UTC. The options of `date` for that differ between systems.
seconds() {
    [[ $1 =~ $TIME_FORM ]] || return 1
    local year=$((10#${BASH_REMATCH[1]})) month=$((10#${BASH_REMATCH[2]})) day=$((10#${BASH_REMATCH[3]})) era
    local time=$(((10#${BASH_REMATCH[4]} * 60 + 10#${BASH_REMATCH[5]}) * 60 + 10#${BASH_REMATCH[6]}))
    # Years are counted from March, so that the leap day is their last.
    year=$((year - (month <= 2))) month=$(((month + 9) % 12)) era=$((year / 400)) year=$((year % 400))
    day=$((year * 365 + year / 4 - year / 100 + (153 * month + 2) / 5 + day - 1))
    COUNT=$(((era * 146097 + day - 719468) * 86400 + time))
}
now() { NOW=$(date -u +%Y-%m-%dT%H:%M:%SZ); }

# Sets ROWS to the rows of other items, and STATE, SINCE and ID to what is recorded of this one.
#   begun        it may have been deactivated: that was recorded before the change. A role needs no such row, since the
#                policy that denies it everything says whose it is
#   found        it was inactive already
#   deactivated  by this script
#   deleting     parts of the role may be deleted
#   deleted      by this script, or found to be gone
# The ID differs if another role or password has taken the place of the one that was deactivated.
recall() {
    local item state since id head=''
    ROWS='' STATE=none SINCE='' ID=''
    if [ ! -e "$RECORD" ]; then return 0; fi
    {
        IFS= read -r head || true
        if [ "$head" != "$RECORD_HEAD" ]; then stop "$RECORD is not of the $KIND $NAME"; fi
        while read -r item state since id || [ -n "$item" ]; do
            if ! [[ "$item $state $since $id" =~ $ROW_FORM ]] || ! seconds "$since"; then
                stop "$RECORD has a row that this script did not write: $item $state $since $id"
            fi
            if [ "$item" = "$1" ]; then
                STATE=$state SINCE=$since ID=$id
            else
                ROWS+="$item $state $since $id"$'\n'
            fi
        done
    } <"$RECORD"
}
# Item, state, id, and the time if it is not now. The state none removes the row.
record() {
    local new row=''
    recall "$1"
    now
    if [ "$2" != none ]; then row="$1 $2 ${4:-$NOW} $3"$'\n'; fi
    if ! { new=$(mktemp "./$RECORD.XXXXXX") && printf '%s\n%s%s' "$RECORD_HEAD" "$ROWS" "$row" >"$new" &&
        mv -f -- "$new" "$RECORD"; }; then
        stop "$RECORD cannot be written: make the folder writable and run it again"
    fi
}

# --- Conditions.

# Stops if something was used after the period of the analysis began: what the analysis said does not hold. That
# includes any use since. $2 is a time, or None.
expect_unused() {
    if [ "$2" = None ]; then return 0; fi
    seconds "$2" || stop "$1: AWS's command line printed a time that is not understood: $2"
    if [ "$COUNT" -gt "$START" ]; then
        stop "used since: $1 was used at $2, in the $AGE days before the analysis at $AS_OF or later; analyze again"
    fi
}
# Stops if something was made after that: it is not what was analyzed.
expect_old() {
    seconds "$2" || stop "$1: AWS's command line printed a time that is not understood: $2"
    if [ "$COUNT" -gt "$START" ]; then stop "changed since: $1 was made at $2, and is not what was analyzed"; fi
}
# Stops unless something has been deactivated for long enough.
expect_waited() {
    local passed
    now
    seconds "$NOW"
    passed=$COUNT
    seconds "$2"
    passed=$((passed - COUNT))
    if [ "$passed" -lt $((DAYS * 86400)) ]; then
        stop "$1 was deactivated at $2, and is deleted only after $DAYS days (PAREDOWN_DAYS)"
    fi
}
# Stops unless this script has deactivated it.
expect_deactivated() {
    case $STATE in
        deactivated | found | deleting) ;;
        *) stop "$1 was not deactivated by this script: \`$SCRIPT deactivate\` comes first" ;;
    esac
}
did() {
    say "$1"
    DONE+="${DONE:+, }$1"
}
# For what cannot be done, but must not keep the rest from being done.
missed() {
    say "not possible: $1"
    MISSED=yes
}
MISSED=no

