# --- The verbs.

begin() {
    ready
    if ! [[ $DAYS =~ ^[1-9][0-9]{0,3}$ ]]; then stop "PAREDOWN_DAYS has to be a number of days, at least 1"; fi
    seconds "$AS_OF" || stop "AS_OF is not a time"
    START=$((COUNT - AGE * 86400))
    recall -
    if [ "$KIND" = role ] && [ "$(printf '%s' "$DENY" | "$PAREDOWN" digest - 2>"$WORK/err")" != "$DENY_DIGEST" ]; then
        stop "\`$PAREDOWN digest\` does not run, or gives another digest than when this script was made"
    fi
    expect_account
    if [ "$KIND" = role ]; then
        ask sts get-caller-identity --query=Arn --output=text || unread
        case $(cat "$WORK/out") in
            *":assumed-role/$NAME/"*) stop "these are credentials of the role itself" ;;
        esac
    fi
}
# Each item on its own: a failure stops, and what was done before stays done.
for_each() {
    local i
    begin
    if [ "$RETIRE_ROLE" = yes ]; then "$1_role"; fi
    for ((i = 0; i < KEY_COUNT; i++)); do "$1_key" "${KEY[i]}"; done
    if [ "$RETIRE_PASSWORD" = yes ]; then "$1_password"; fi
    if [ "$MISSED" = yes ]; then stop "not all of it is possible any more"; fi
}
# Prints a line for an item: its state, and more about it.
tell() {
    printf '%s: %s%s\n' "$1" "$2" "${3:+, $3}"
    case $OVERALL in
        '' | "$2") OVERALL=$2 ;;
        changed) ;;
        *) if [ "$2" = changed ]; then OVERALL=changed; else OVERALL=between; fi ;;
    esac
}

case $verb in
    deactivate)
        for_each deactivate
        say "done: it is deactivated; \`$SCRIPT delete\` is possible after $DAYS days"
        ;;
    back)
        for_each back
        say "done: nothing is deactivated by this script any more"
        ;;
    delete)
        for_each delete
        say "done: it is deleted"
        ;;
    status)
        OVERALL=''
        for_each status
        printf '%s\n' "$OVERALL"
        ;;
    *)
        say "usage: $SCRIPT deactivate|back|status|delete"
        exit 2
        ;;
esac
exit 0
