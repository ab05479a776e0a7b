
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

# Sets ROWS to what is recorded, but for the row of an item; of that STATE, SINCE and ID.
#   begun        it may have been deactivated: that was recorded before the change
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
        stop "$RECORD cannot be written, and without it nothing is changed"
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
    if [ "$ID" != "$MADE" ]; then return 0; fi
    if [ "$STATE" != deactivated ]; then return 1; fi
    if [ "$RESET" = True ]; then return 0; fi
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
            record role begun "$ROLE_ID"
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
        allowed:begun) tell role between 'not denied anything by this script' ;;
        allowed:none) tell role active ;;
        *) tell role changed "without $DENY_NAME, though it was there at $SINCE" ;;
    esac
}

# --- What a role has, saved before it is deleted.

# Writes the last answer into the saved folder, whole.
put() {
    local new
    if ! { new=$(mktemp "$SAVED/.new.XXXXXX") && cat -- "$WORK/out" >"$new" && mv -f -- "$new" "$SAVED/$1"; }; then
        stop "$SAVED/$1 cannot be written, so nothing is deleted"
    fi
}
# The same, but what is there already has to be the same.
keep() {
    if [ ! -e "$SAVED/$1" ]; then
        put "$1"
    elif ! cmp -s -- "$WORK/out" "$SAVED/$1"; then
        stop "changed since: $SAVED/$1 is not what the role has now"
    fi
}
# Sets PROFILES, the instance profiles that have the role.
instance_profiles() {
    ask iam list-instance-profiles-for-role "--role-name=$NAME" \
        --query='InstanceProfiles[].InstanceProfileName' --output=text || return 2
    PROFILES=$(tr '\t' '\n' <"$WORK/out")
}
in_profile() { instance_profiles && [[ $'\n'$PROFILES$'\n' == *$'\n'"$1"$'\n'* ]]; }
not_in_profile() { instance_profiles && [[ $'\n'$PROFILES$'\n' != *$'\n'"$1"$'\n'* ]]; }
ensure_in_profile() {
    instance_profiles || unread
    if [[ $'\n'$PROFILES$'\n' == *$'\n'"$1"$'\n'* ]]; then return 0; fi
    say "add the role to the instance profile $1"
    change iam add-role-to-instance-profile "--instance-profile-name=$1" "--role-name=$NAME"
    settled in_profile "$1" || failed "the role is not in the instance profile $1"
}
ensure_not_in_profile() {
    instance_profiles || unread
    if [[ $'\n'$PROFILES$'\n' != *$'\n'"$1"$'\n'* ]]; then return 0; fi
    say "remove the role from the instance profile $1"
    change iam remove-role-from-instance-profile "--instance-profile-name=$1" "--role-name=$NAME"
    settled not_in_profile "$1" || failed "the role is still in the instance profile $1"
}
# Saves all that is needed to make the role again. A run that goes on with a deletion finds less than the first one,
# so what was saved stays. Sets PROFILES, ATTACHED and INLINE to what the role has now.
save_role() {
    local each
    say "save what the role has in $SAVED"
    : >"$WORK/before"
    mkdir -p -- "$SAVED" || stop "$SAVED cannot be made, so nothing is deleted"
    if [ ! -e "$SAVED/role.json" ]; then
        # With its trust policy, path, description, longest session, boundary and tags.
        ask iam get-role "--role-name=$NAME" --output=json || unread
        keep role.json
    fi
    instance_profiles || unread
    for each in $PROFILES; do
        ask iam get-instance-profile "--instance-profile-name=$each" \
            --query='InstanceProfile.InstanceProfileName' --output=json || unread
        keep "instance-profile-$each.json"
    done
    ask iam list-role-policies "--role-name=$NAME" --query='PolicyNames[]' --output=text || unread
    INLINE=''
    for each in $(cat "$WORK/out"); do
        if [ "$each" = "$DENY_NAME" ]; then continue; fi
        ask iam get-role-policy "--role-name=$NAME" "--policy-name=$each" --query=PolicyDocument --output=json || unread
        keep "inline-$each.json"
        INLINE+="$each "
    done
    attachments || unread
    if [ -e "$SAVED/attached.txt" ]; then cat -- "$SAVED/attached.txt" >>"$WORK/before"; fi
    { cat -- "$WORK/before" && printf '%s' "$ATTACHED"; } | sed '/^$/d' | sort -u >"$WORK/out"
    put attached.txt
}
# Gives back to the role what a deletion that stopped had taken.
restore_role() {
    local each file digest
    if [ ! -f "$SAVED/attached.txt" ]; then stop "$SAVED is not there any more, so what the role had is not known"; fi
    while read -r each; do ensure_attached "$each"; done <"$SAVED/attached.txt"
    for file in "$SAVED"/inline-*.json; do
        if [ ! -e "$file" ]; then continue; fi
        each=${file##*/inline-} each=${each%.json}
        digest=$("$PAREDOWN" digest "./$file") || stop "$file is not a policy any more"
        inline "$each" || unread
        if [ "$DIGEST" != absent ] && [ "$DIGEST" != "$digest" ]; then
            stop "changed since: the inline policy $each has another document"
        fi
        ensure_inline "$each" "$digest" "$file"
    done
    for file in "$SAVED"/instance-profile-*.json; do
        if [ ! -e "$file" ]; then continue; fi
        each=${file##*/instance-profile-} each=${each%.json}
        ensure_in_profile "$each"
    done
}

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
