# --- Access keys.

# Sets STATUS to Active or Inactive, as AWS says, or to absent.
key_status() {
    local id status result=0
    STATUS=absent
    ask iam list-access-keys "--user-name=$NAME" \
        --query='AccessKeyMetadata[].[AccessKeyId,Status]' --output=text || result=$?
    case $result in
        0) ;;
        1) return 0 ;;
        *) return 2 ;;
    esac
    while read -r id status; do
        if [ "$id" = "$1" ]; then STATUS=$status; fi
    done <"$WORK/out"
}
key_is() { key_status "$1" && [ "$STATUS" = "$2" ]; }
# Denied calls are not shown here, so a key that somebody still tries is noticed by the user, not by this script.
expect_key_unused() {
    ask iam get-access-key-last-used "--access-key-id=$1" \
        --query=AccessKeyLastUsed.LastUsedDate --output=text || unread
    expect_unused "the access key $1" "$(cat "$WORK/out")"
}
set_key() {
    say "set the access key $1 to $2"
    change iam update-access-key "--user-name=$NAME" "--access-key-id=$1" "--status=$2"
    settled key_is "$1" "$2" || failed "the access key $1 is not $2"
}

deactivate_key() {
    key_status "$1" || unread
    recall "$1"
    case $STATUS:$STATE in
        absent:*) did "the access key $1 does not exist any more" ;;
        Inactive:deactivated | Inactive:found) did "the access key $1 has been inactive since $SINCE" ;;
        Inactive:begun)
            record "$1" deactivated -
            did "the access key $1 is inactive"
            ;;
        Inactive:*)
            # It was not this script that deactivated it, so `back` leaves it; but from now on it is known to be inactive.
            record "$1" found -
            did "the access key $1 was inactive already"
            ;;
        Active:*)
            expect_key_unused "$1"
            record "$1" begun -
            set_key "$1" Inactive
            record "$1" deactivated -
            did "the access key $1 is inactive"
            ;;
        *) stop "the access key $1 has the status $STATUS, which is not known here" ;;
    esac
}
back_key() {
    key_status "$1" || unread
    recall "$1"
    case $STATUS:$STATE in
        absent:*)
            missed "the access key $1 was deleted, and cannot come back; \`aws iam create-access-key\` makes another"
            return 0
            ;;
        Active:*) ;;
        Inactive:begun | Inactive:deactivated) set_key "$1" Active ;;
        *)
            if [ ! -e "$RECORD" ]; then stop "the access key $1 is $STATUS, and nothing says that this script did it"; fi
            did "the access key $1 is $STATUS, as it was before"
            return 0
            ;;
    esac
    if [ "$STATE" != none ]; then record "$1" none -; fi
    did "the access key $1 is active"
}
delete_key() {
    key_status "$1" || unread
    recall "$1"
    if [ "$STATUS" != absent ]; then
        expect_deactivated "the access key $1"
        if [ "$STATUS" != Inactive ]; then stop "changed since: the access key $1 is $STATUS"; fi
        expect_key_unused "$1"
        expect_waited "the access key $1" "$SINCE"
        say "delete the access key $1"
        change iam delete-access-key "--user-name=$NAME" "--access-key-id=$1"
        settled key_is "$1" absent || failed "the access key $1 is still there"
    fi
    case $STATE in
        none | deleted) ;;
        *) record "$1" deleted - ;;
    esac
    did "the access key $1 is deleted"
}
status_key() {
    key_status "$1" || unread
    recall "$1"
    case $STATUS:$STATE in
        absent:none) tell "access key $1" deleted 'not by this script' ;;
        absent:*) tell "access key $1" deleted ;;
        Active:begun) tell "access key $1" between 'still active' ;;
        Active:none) tell "access key $1" active ;;
        Active:*) tell "access key $1" changed "active, though it was inactive at $SINCE" ;;
        Inactive:deactivated) tell "access key $1" deactivated "at $SINCE" ;;
        Inactive:found) tell "access key $1" deactivated "before $SINCE, not by this script" ;;
        Inactive:begun) tell "access key $1" between 'inactive, but its time is not recorded: deactivate again' ;;
        *) tell "access key $1" changed "$STATUS, not by this script" ;;
    esac
}

