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

