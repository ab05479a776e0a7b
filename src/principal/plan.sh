
# --- What is read for plans.

MOST_VERSIONS=5

version_digest() {
    ask iam get-policy-version "--policy-arn=$1" "--version-id=$2" --output=json || return 2
    digest_of_answer
}
# Sets DIGEST for the version in force. 1: the policy does not exist; 2: not known.
stored() {
    DIGEST=''
    ask iam get-policy "--policy-arn=$1" --query=Policy.DefaultVersionId --output=text || return "$?"
    version_digest "$1" "$(cat "$WORK/out")"
}
stored_is() { stored "$1" && [ "$DIGEST" = "$2" ]; }
missing() {
    local result=0
    stored "$1" || result=$?
    [ "$result" -eq 1 ]
}
# Sets COUNT to how often a policy is attached, or set as a boundary.
uses() {
    local attached boundaries
    ask iam get-policy "--policy-arn=$1" \
        --query='Policy.[AttachmentCount,PermissionsBoundaryUsageCount]' --output=text || return 2
    read -r attached boundaries <"$WORK/out" || return 2
    COUNT=$((${attached/None/0} + ${boundaries/None/0}))
}
unused() { uses "$1" && [ "$COUNT" -eq 0 ]; }
# Sets VERSIONS of a policy, and VERSION to the one with a document of that digest, if there is one.
find_version() {
    local each
    VERSION='' VERSIONS=''
    ask iam list-policy-versions "--policy-arn=$1" --query='Versions[].VersionId' --output=text || return 2
    VERSIONS=$(tr '\t' '\n' <"$WORK/out")
    for each in $VERSIONS; do
        version_digest "$1" "$each" || return 2
        if [ "$DIGEST" = "$2" ]; then VERSION=$each; fi
    done
}
# How many are attached.
attached_count() {
    local each
    COUNT=0
    for each in $ATTACHED; do
        if [ "$each" != None ]; then COUNT=$((COUNT + 1)); fi
    done
}

# --- The steps of plans.

# Copies description and tags of the original, and records the document that it was made from.
ensure_created() {
    local arn=${NEW_ARN[$1]} copied result=0
    stored "$arn" || result=$?
    case $result in
        0)
            if [ "$DIGEST" = "${NEW_DIGEST[$1]}" ]; then return 0; fi
            stop "there is a policy $arn with another document: it is not the one that was proved"
            ;;
        1) ;;
        *) unread ;;
    esac
    ask iam get-policy "--policy-arn=${NEW_FROM[$1]}" --output=json --query='Policy.{
        Description: not_null(Description, `""`),
        Tags: ([not_null(Tags, `[]`)[?Key != `"paredown:from"` && !starts_with(Key, `"aws:"`)],
            [{Key: `"paredown:from"`, Value: `"'"${NEW_FROM_DIGEST[$1]}"'"`}]][] | [:50])}' || unread
    copied=$(cat "$WORK/out")
    say "create $arn"
    change iam create-policy "--cli-input-json=$copied" "--policy-name=${NEW_NAME[$1]}" \
        "--path=${NEW_PATH[$1]}" "--policy-document=file://${NEW_FILE[$1]}"
    settled stored_is "$arn" "${NEW_DIGEST[$1]}" || failed "$arn is not there as it was proved"
}
# ARN, digest, and the file for a new version; without a file there has to be one that can be set.
ensure_version() {
    stored "$1" || unread
    if [ "$DIGEST" = "$2" ]; then return 0; fi
    find_version "$1" "$2" || unread
    if [ -n "$VERSION" ]; then
        say "set the version $VERSION of $1"
        change iam set-default-policy-version "--policy-arn=$1" "--version-id=$VERSION"
    elif [ -z "${3-}" ]; then
        stop "no version of $1 is the original any more"
    else
        say "create a version of $1"
        change iam create-policy-version "--policy-arn=$1" "--policy-document=file://$3" --set-as-default
    fi
    settled stored_is "$1" "$2" || failed "the version of $1 in force is not the one that it should be"
}
# Deletes a policy that this plan made if it is attached to nothing and nobody changed it.
ensure_deleted() {
    local arn=${NEW_ARN[$1]} result=0
    stored "$arn" || result=$?
    case $result in
        0) ;;
        1) return 0 ;;
        *) unread ;;
    esac
    if [ "$DIGEST" != "${NEW_DIGEST[$1]}" ]; then
        say "$arn stays: it has another document now"
        return 0
    fi
    # Counts lag as well; but it may stay attached to others.
    WAIT=$((WAIT / 6)) settled unused "$arn" || true
    uses "$arn" || unread
    if [ "$COUNT" -ne 0 ]; then
        say "$arn stays: others have it"
        return 0
    fi
    find_version "$arn" "${NEW_DIGEST[$1]}" || unread
    if [ "$(wc -w <<<"$VERSIONS")" -ne 1 ]; then
        say "$arn stays: it has other versions now"
        return 0
    fi
    say "delete $arn"
    change iam delete-policy "--policy-arn=$arn"
    settled missing "$arn" || failed "$arn is still there"
}
# The version that this plan made.
ensure_version_deleted() {
    find_version "$1" "$2" || unread
    if [ -z "$VERSION" ]; then return 0; fi
    say "delete the version $VERSION of $1"
    change iam delete-policy-version "--policy-arn=$1" "--version-id=$VERSION"
    settled no_version "$1" "$2" || failed "the version $VERSION of $1 is still there"
}
no_version() { find_version "$1" "$2" && [ -z "$VERSION" ]; }

# --- The verbs.

own_file() {
    if [ "$1" = '' ]; then return 0; fi
    if [ "$("$PAREDOWN" digest "./$1" 2>"$WORK/err")" != "$2" ]; then
        stop "$1 is not the document that this plan is about, or \`$PAREDOWN digest\` does not run"
    fi
}
# Conditions that have to hold before anything is read.
begin() {
    local i
    ready
    for ((i = 0; i < NEW_COUNT; i++)); do own_file "${NEW_FILE[i]}" "${NEW_DIGEST[i]}"; done
    for ((i = 0; i < SET_COUNT; i++)); do own_file "${SET_FILE[i]}" "${SET_DIGEST[i]}"; done
    for ((i = 0; i < PUT_COUNT; i++)); do
        own_file "${PUT_FILE[i]}" "${PUT_DIGEST[i]}"
        own_file "${PUT_OLD_FILE[i]}" "${PUT_OLD_DIGEST[i]}"
    done
    expect_account
    attachments || unread
}
# Checks that nobody else changed anything since the plan was made: each document is the original or the new one.
compare() {
    local i
    for ((i = 0; i < OLD_COUNT; i++)); do
        stored "${OLD_ARN[i]}" || unread
        if [ "$DIGEST" != "${OLD_DIGEST[i]}" ]; then stop "changed since: ${OLD_ARN[i]} has another document"; fi
    done
    for ((i = 0; i < SET_COUNT; i++)); do
        stored "${SET_ARN[i]}" || unread
        case $DIGEST in
            "${SET_DIGEST[i]}" | "${SET_OLD_DIGEST[i]}") ;;
            *) stop "changed since: ${SET_ARN[i]} has another document" ;;
        esac
        if ! has "${SET_ARN[i]}"; then stop "changed since: ${SET_ARN[i]} is not attached"; fi
        uses "${SET_ARN[i]}" || unread
        if [ "$COUNT" -ne 1 ]; then stop "others have ${SET_ARN[i]} too: its version is not changed under them; plan without --in-place"; fi
    done
    for ((i = 0; i < PUT_COUNT; i++)); do
        inline "${PUT_NAME[i]}" || unread
        case $DIGEST in
            "${PUT_DIGEST[i]}" | "${PUT_OLD_DIGEST[i]}") ;;
            *) stop "changed since: the inline policy ${PUT_NAME[i]} is neither the original nor the new one" ;;
        esac
    done
}
# Checks that the quota allows attaching those arguments that are not attached yet.
room() {
    local each
    attached_count
    for each in "$@"; do
        if ! has "$each"; then COUNT=$((COUNT + 1)); fi
    done
    if [ "$COUNT" -gt "$LIMIT" ]; then
        stop "$COUNT managed policies would be attached at once, and the quota is $LIMIT: raise it, and plan with --attached-limit"
    fi
}
# Checks that there is room for a version with that document, unless there is one.
room_for_version() {
    local count
    find_version "$1" "$2" || unread
    count=$(wc -w <<<"$VERSIONS")
    if [ -z "$VERSION" ] && [ "$count" -ge "$MOST_VERSIONS" ]; then
        stop "$1 has $count versions, and AWS keeps no more than $MOST_VERSIONS: delete one that nobody needs"
    fi
}
has_all_new() {
    local i
    for ((i = 0; i < NEW_COUNT; i++)); do has "${NEW_ARN[i]}" || return 1; done
}
has_all_old() {
    local i
    for ((i = 0; i < OLD_COUNT; i++)); do has "${OLD_ARN[i]}" || return 1; done
}
new_attached() { attachments && has_all_new; }
old_attached() { attachments && has_all_old; }

apply() {
    local i
    begin
    compare
    if ! has_all_old && ! has_all_new; then stop "changed since: an original is not attached"; fi
    if [ "$NEW_COUNT" -gt 0 ]; then room "${NEW_ARN[@]}"; fi
    for ((i = 0; i < SET_COUNT; i++)); do room_for_version "${SET_ARN[i]}" "${SET_DIGEST[i]}"; done
    for ((i = 0; i < NEW_COUNT; i++)); do ensure_created "$i"; done
    for ((i = 0; i < NEW_COUNT; i++)); do ensure_attached "${NEW_ARN[i]}"; done
    for ((i = 0; i < SET_COUNT; i++)); do ensure_version "${SET_ARN[i]}" "${SET_DIGEST[i]}" "${SET_FILE[i]}"; done
    for ((i = 0; i < PUT_COUNT; i++)); do
        if [ "${PUT_DIGEST[i]}" != absent ]; then
            ensure_inline "${PUT_NAME[i]}" "${PUT_DIGEST[i]}" "${PUT_FILE[i]}"
        fi
    done
    new_attached || failed "not all new policies are attached"
    for ((i = 0; i < OLD_COUNT; i++)); do ensure_detached "${OLD_ARN[i]}"; done
    for ((i = 0; i < PUT_COUNT; i++)); do
        if [ "${PUT_DIGEST[i]}" = absent ]; then ensure_inline "${PUT_NAME[i]}" absent; fi
    done
    new_attached || failed "not all new policies are attached"
    say "done: the recommendation is in effect"
}

back() {
    local i
    begin
    compare
    if [ "$OLD_COUNT" -gt 0 ]; then room "${OLD_ARN[@]}"; fi
    for ((i = 0; i < OLD_COUNT; i++)); do ensure_attached "${OLD_ARN[i]}"; done
    for ((i = 0; i < SET_COUNT; i++)); do ensure_version "${SET_ARN[i]}" "${SET_OLD_DIGEST[i]}"; done
    for ((i = PUT_COUNT - 1; i >= 0; i--)); do
        ensure_inline "${PUT_NAME[i]}" "${PUT_OLD_DIGEST[i]}" "${PUT_OLD_FILE[i]}"
    done
    old_attached || failed "not all originals are attached"
    for ((i = 0; i < NEW_COUNT; i++)); do ensure_detached "${NEW_ARN[i]}"; done
    for ((i = 0; i < NEW_COUNT; i++)); do ensure_deleted "$i"; done
    for ((i = 0; i < SET_COUNT; i++)); do ensure_version_deleted "${SET_ARN[i]}" "${SET_DIGEST[i]}"; done
    old_attached || failed "not all originals are attached"
    say "done: it is as it was before"
}

# One line per policy, and the overall state: before, between, applied, or changed by somebody else.
told() {
    printf '%s: %s\n' "$1" "$2"
    case $2 in
        new* | 'original, detached') NEW=yes ;;
        original* | absent) OLD=yes ;;
        *) OTHER=yes ;;
    esac
}
state_of() {
    case $1 in
        "$2") STATE='new' ;;
        "$3") STATE='original' ;;
        *) STATE='neither the original nor the new document' ;;
    esac
}
status() {
    local i result NEW=no OLD=no OTHER=no STATE
    begin
    for ((i = 0; i < NEW_COUNT; i++)); do
        result=0
        stored "${NEW_ARN[i]}" || result=$?
        if [ "$result" -eq 2 ]; then unread; fi
        if [ "$result" -eq 1 ]; then
            STATE=absent
        elif [ "$DIGEST" != "${NEW_DIGEST[i]}" ]; then
            STATE='another document'
        elif has "${NEW_ARN[i]}"; then
            STATE='new, attached'
        else
            STATE='new, not attached'
            OLD=yes
        fi
        told "${NEW_ARN[i]}" "$STATE"
    done
    for ((i = 0; i < OLD_COUNT; i++)); do
        stored "${OLD_ARN[i]}" || unread
        if [ "$DIGEST" != "${OLD_DIGEST[i]}" ]; then
            STATE='another document'
        elif has "${OLD_ARN[i]}"; then
            STATE='original, attached'
        else
            STATE='original, detached'
        fi
        told "${OLD_ARN[i]}" "$STATE"
    done
    for ((i = 0; i < SET_COUNT; i++)); do
        stored "${SET_ARN[i]}" || unread
        state_of "$DIGEST" "${SET_DIGEST[i]}" "${SET_OLD_DIGEST[i]}"
        told "${SET_ARN[i]}" "$STATE"
    done
    for ((i = 0; i < PUT_COUNT; i++)); do
        inline "${PUT_NAME[i]}" || unread
        state_of "$DIGEST" "${PUT_DIGEST[i]}" "${PUT_OLD_DIGEST[i]}"
        told "inline policy ${PUT_NAME[i]}" "$STATE"
    done
    case $OTHER$NEW$OLD in
        yes*) printf 'changed\n' ;;
        noyesno) printf 'applied\n' ;;
        nonoyes) printf 'before\n' ;;
        *) printf 'between\n' ;;
    esac
}

case $verb in
    apply | back | status) "$verb" ;;
    *)
        say 'usage: plan.sh apply|back|status'
        exit 2
        ;;
esac
exit 0
