# --- The password. AWS has no switch for it: it is replaced by one that nobody knows. AWS tells neither the password nor
# when it was set (but for the credential report, which is up to four hours old), so that here the answer to the call
# counts: if it is lost, it is not known whether the password was replaced, and it is replaced again.

# Sets STATUS to set or absent, MADE to when the user first had a password, RESET to whether it must be changed at the
# next sign-in.
profile() {
    local result=0
    STATUS=absent MADE='' RESET=''
    ask iam get-login-profile "--user-name=$NAME" \
        --query='LoginProfile.[CreateDate,PasswordResetRequired]' --output=text || result=$?
    case $result in
        0) ;;
        1) return 0 ;;
        *) return 2 ;;
    esac
    read -r MADE RESET <"$WORK/out" || return 2
    STATUS='set'
}
no_profile() { profile && [ "$STATUS" = absent ]; }
reset_is() { profile && [ "$RESET" = "$1" ]; }
password_last_used() {
    ask iam get-user "--user-name=$NAME" --query=User.PasswordLastUsed --output=text || unread
    LAST=$(cat "$WORK/out")
}
expect_password_unused() {
    expect_old "the password" "$MADE"
    password_last_used
    expect_unused "the password" "$LAST"
}
# Sets a password, which goes through a pipe: arguments of commands can be seen by others, and files can stay. (A pipe
# is read once, and version 1 of AWS's command line reads what --cli-input-json names twice.)
set_password() {
    printf '%s' "$1" |
        aws iam update-login-profile "--user-name=$NAME" "$2" --password=file:///dev/stdin \
            >/dev/null 2>"$WORK/said" || failed "AWS did not answer that the password was set"
}
# Sets PASSWORD to a random one, with characters of all classes that an account may require.
random_password() {
    PASSWORD=$(head -c 1024 /dev/urandom | LC_ALL=C tr -dc 'A-Za-z0-9!@#%^*()_+=-')
    PASSWORD=${PASSWORD:0:60}aA1!
    if [ "${#PASSWORD}" -ne 64 ]; then stop "/dev/urandom gave nothing"; fi
}
# Sets PASSWORD to the one given.
given_password() {
    local again=''
    PASSWORD=$GIVEN
    if [ -z "$PASSWORD" ] && [ -t 0 ]; then
        printf 'A new password for %s, to be changed at the next sign-in: ' "$NAME" >&2
        IFS= read -rs PASSWORD || true
        printf '\nThe same again: ' >&2
        IFS= read -rs again || true
        say ''
        if [ "$PASSWORD" != "$again" ]; then stop "these are two different passwords"; fi
    elif [ -z "$PASSWORD" ]; then
        IFS= read -r PASSWORD || true
    fi
    if [ -z "$PASSWORD" ]; then
        stop "the old password cannot come back: type a new one, or give it on standard input or as PAREDOWN_PASSWORD"
    fi
    case $PASSWORD in
        *[[:cntrl:]]*) stop "the new password has a control character" ;;
    esac
}

deactivate_password() {
    profile || unread
    if [ "$STATUS" = absent ]; then
        did "there is no password any more"
        return 0
    fi
    expect_password_unused
    recall password
    if [ "$STATE:$ID:$RESET" = "deactivated:$MADE:False" ]; then
        did "the password has been replaced since $SINCE"
        return 0
    fi
    say "replace the password by one that nobody knows; the old one cannot come back"
    record password begun "$MADE"
    random_password
    set_password "$PASSWORD" --no-password-reset-required
    PASSWORD=''
    settled reset_is False || failed "the password was not replaced"
    record password deactivated "$MADE"
    did "the password is replaced"
}
# Whether somebody, or an earlier run, has set another password since this script replaced it.
password_renewed() {
    if [ "$STATE" != deactivated ]; then return 1; fi
    if [ "$ID" != "$MADE" ] || [ "$RESET" = True ]; then return 0; fi
    password_last_used
    if [ "$LAST" = None ]; then return 1; fi
    seconds "$LAST" || stop "AWS's command line printed a time that is not understood: $LAST"
    local last=$COUNT
    seconds "$SINCE"
    [ "$last" -gt "$COUNT" ]
}
back_password() {
    profile || unread
    recall password
    case $STATUS:$STATE in
        absent:*) missed "the password was deleted; \`aws iam create-login-profile\` makes a new one" ;;
        *:none) did "the password was not replaced by this script" ;;
        *)
            if ! password_renewed; then
                given_password
                say "set the new password, to be changed at the next sign-in"
                set_password "$PASSWORD" --password-reset-required
                PASSWORD=''
                settled reset_is True || failed "the password was not set"
            fi
            record password none -
            did "there is a new password"
            ;;
    esac
}
delete_password() {
    profile || unread
    recall password
    if [ "$STATUS" != absent ]; then
        expect_deactivated "the password"
        expect_password_unused
        if password_renewed; then stop "changed since: another password was set after $SINCE"; fi
        expect_waited "the password" "$SINCE"
        say "delete the password"
        change iam delete-login-profile "--user-name=$NAME"
        settled no_profile || failed "the password is still there"
    fi
    case $STATE in
        none | deleted) ;;
        *) record password deleted - ;;
    esac
    did "the password is deleted"
}
status_password() {
    profile || unread
    recall password
    case $STATUS:$STATE in
        absent:none) tell password deleted 'not by this script' ;;
        absent:*) tell password deleted ;;
        *:none) tell password active ;;
        *:begun) tell password between 'whether it was replaced is not known: deactivate again' ;;
        *:deactivated)
            if password_renewed; then
                tell password changed "another one was set after $SINCE"
            else
                tell password deactivated "replaced at $SINCE; the old one cannot come back, \`$SCRIPT back\` sets a new one"
            fi
            ;;
        *) tell password changed "there is one, though it was deleted at $SINCE" ;;
    esac
}

