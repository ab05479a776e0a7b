# --- The role. AWS has no switch for it either: an inline policy denies everything, to sessions that exist as well.

DENY_NAME=paredown-retired

# Sets ROLE_ID, MADE, LAST, and SAVED, the folder for what the role has. 1: there is no such role; 2: not known.
role() {
    local path used
    ask iam get-role "--role-name=$NAME" --output=text \
        --query='Role.[RoleId,Path,CreateDate,type(RoleLastUsed),RoleLastUsed.LastUsedDate]' || return "$?"
    read -r ROLE_ID path MADE used LAST <"$WORK/out" || return 2
    if ! [[ $ROLE_ID =~ ^[A-Za-z0-9_]+$ ]]; then return 2; fi
    SAVED=retire.saved.$ROLE_ID
    case $path in
        /aws-service-role/*) stop "only its service can change a service-linked role" ;;
        /aws-reserved/*) stop "change the permission set in IAM Identity Center instead" ;;
    esac
    # An empty object says that it was never used; without an object nothing is said.
    if [ "$used" != object ]; then LAST=unknown; fi
}
role_missing() {
    local result=0
    role || result=$?
    [ "$result" -eq 1 ]
}
expect_role_unused() {
    expect_old "the role" "$MADE"
    if [ "$LAST" = unknown ]; then stop "AWS does not say when the role was last used"; fi
    expect_unused "the role" "$LAST"
}
# Sets STATUS to absent, denied, allowed (without that policy), or other (another document has its name).
role_status() {
    local result=0
    STATUS=absent
    role || result=$?
    case $result in
        0) ;;
        1)
            recall role
            return 0
            ;;
        *) return 2 ;;
    esac
    inline "$DENY_NAME" || return 2
    case $DIGEST in
        "$DENY_DIGEST") STATUS=denied ;;
        absent) STATUS=allowed ;;
        *) STATUS=other ;;
    esac
    recall role
    if [ "$STATE" != none ] && [ "$ID" != "$ROLE_ID" ]; then
        say "$RECORD is about an earlier role of that name"
        STATE=none SINCE='' ID=''
    fi
}
expect_own_policy() {
    if [ "$STATUS" = other ]; then stop "the role has an inline policy $DENY_NAME that is not of this script"; fi
}

deactivate_role() {
    role_status || unread
    expect_own_policy
    case $STATUS:$STATE in
        absent:*) did "the role does not exist any more" ;;
        *:deleting) stop "its deletion has begun: \`$SCRIPT delete\` goes on, \`$SCRIPT back\` undoes it" ;;
        denied:deactivated) did "the role has been denied everything since $SINCE" ;;
        denied:*)
            record role deactivated "$ROLE_ID"
            did "the role is denied everything"
            ;;
        *)
            expect_role_unused
            say "put the inline policy $DENY_NAME, which denies everything"
            change iam put-role-policy "--role-name=$NAME" "--policy-name=$DENY_NAME" "--policy-document=$DENY"
            settled inline_is "$DENY_NAME" "$DENY_DIGEST" || failed "the inline policy $DENY_NAME is not as it should be"
            record role deactivated "$ROLE_ID"
            did "the role is denied everything"
            ;;
    esac
}
back_role() {
    role_status || unread
    expect_own_policy
    case $STATUS:$STATE in
        absent:*)
            missed "the role was deleted${ID:+; what it had is in retire.saved.$ID}"
            return 0
            ;;
        *:deleting) restore_role ;;
    esac
    ensure_inline "$DENY_NAME" absent
    if [ "$STATE" != none ]; then record role none -; fi
    did "the role is not denied anything by this script"
}
delete_role() {
    local each profiles names
    role_status || unread
    expect_own_policy
    if [ "$STATUS" != absent ]; then
        expect_deactivated "the role"
        if [ "$STATUS:$STATE" = allowed:deactivated ]; then
            stop "changed since: the role has no inline policy $DENY_NAME any more"
        fi
        expect_role_unused
        expect_waited "the role" "$SINCE"
        save_role
        record role deleting "$ROLE_ID" "$SINCE"
        for each in $PROFILES; do ensure_not_in_profile "$each"; done
        for each in $ATTACHED; do ensure_detached "$each"; done
        for each in $INLINE; do ensure_inline "$each" absent; done
        # It goes last, so that nothing is allowed meanwhile. A boundary goes with the role.
        ensure_inline "$DENY_NAME" absent
        say "delete the role $NAME"
        change iam delete-role "--role-name=$NAME"
        settled role_missing || failed "the role is still there"
    fi
    case $STATE in
        none | deleted) ;;
        *) record role deleted "$ID" ;;
    esac
    did "the role is deleted"
}
status_role() {
    role_status || unread
    case $STATUS:$STATE in
        absent:none) tell role deleted 'not by this script' ;;
        absent:*) tell role deleted "what it had is in retire.saved.$ID" ;;
        other:*) tell role changed "an inline policy $DENY_NAME is not of this script" ;;
        *:deleting) tell role between "its deletion has begun; what it had is in $SAVED" ;;
        denied:deactivated) tell role deactivated "at $SINCE" ;;
        denied:*) tell role between 'denied everything, but since when is not recorded: deactivate again' ;;
        allowed:none) tell role active ;;
        *) tell role changed "without $DENY_NAME, though it was there at $SINCE" ;;
    esac
}

