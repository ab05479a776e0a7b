#!/usr/bin/env bash
# Exports what `paredown analyze` reads of an AWS account into a folder: principals with their policies, the credential
# report, access keys, and when services and actions were last accessed. Needs bash and the AWS CLI, and changes nothing
# in the account. Run it again to go on where it stopped; remove the folder to begin anew.
#
#   AWS_PROFILE=audit examples/collect.sh account/
#
# The principal that runs it needs iam:GetAccountAuthorizationDetails, iam:GenerateCredentialReport,
# iam:GetCredentialReport, iam:ListUsers, iam:ListRoles, iam:ListAccessKeys, iam:GenerateServiceLastAccessedDetails and
# iam:GetServiceLastAccessedDetails.
set -euo pipefail

if [ "$#" -ne 1 ]; then
    echo "usage: collect.sh FOLDER" >&2
    exit 2
fi
folder=$1
# So many reports are made at a time, with so many seconds between looks.
at_once=${COLLECT_AT_ONCE:-20}
pause=${COLLECT_PAUSE:-2}
# IAM allows few calls in a second: the AWS CLI waits and tries again.
export AWS_RETRY_MODE=adaptive AWS_MAX_ATTEMPTS=${AWS_MAX_ATTEMPTS:-12} AWS_PAGER=

mkdir -p "$folder/keys" "$folder/last-accessed"

say() { printf '%s\n' "$*" >&2; }

# `export_to FILE COMMAND…`: what an `aws iam` command prints, in a file that is whole or not there.
export_to() {
    local file=$1
    shift
    if [ -s "$file" ]; then
        return
    fi
    # Said here: within a condition, bash would go on.
    if ! aws iam "$@" --output json > "$file.part"; then
        say "aws iam $* failed"
        exit 1
    fi
    mv "$file.part" "$file"
}

say "principals and policies"
export_to "$folder/details.json" get-account-authorization-details

if [ ! -s "$folder/credentials.json" ]; then
    say "credential report"
    until [ "$(aws iam generate-credential-report --query State --output text)" = COMPLETE ]; do
        sleep "$pause"
    done
    export_to "$folder/credentials.json" get-credential-report
fi

say "access keys"
for user in $(aws iam list-users --query 'Users[].UserName' --output text); do
    if [ "$user" != None ]; then
        export_to "$folder/keys/$user.json" list-access-keys --user-name "$user"
    fi
done

# A report does not say whose it is: each page is put into {"arn": …, "report": …}.
# `pages ARN JOB`: 1 if the report is not made yet.
pages() {
    local arn=$1 job=$2 name=${1//[^A-Za-z0-9_.-]/_} page=1 marker='' status more
    local part="$folder/last-accessed/$name"
    while true; do
        # Said here: within a condition, bash would go on.
        if ! aws iam get-service-last-accessed-details --job-id "$job" ${marker:+--marker "$marker"} \
            --output json > "$part.part"; then
            say "$arn: the report cannot be read"
            exit 1
        fi
        status=$(field JobStatus "$part.part")
        case "$status" in
            COMPLETED) ;;
            IN_PROGRESS)
                rm "$part.part"
                return 1
                ;;
            *)
                say "$arn: the report has the status $status"
                exit 1
                ;;
        esac
        more=$(field Marker "$part.part")
        { printf '{"arn": "%s", "report": ' "$arn"; cat "$part.part"; printf '}\n'; } > "$part-$page.whole"
        rm "$part.part"
        page=$((page + 1))
        marker=$more
        [ -n "$marker" ] || break
    done
    # Only all pages together are a report.
    local whole
    for whole in "$part"-*.whole; do
        mv "$whole" "${whole%.whole}.json"
    done
    touch "$folder/last-accessed/.$name.done"
}

# The string of a key on a line of its own, as the AWS CLI prints JSON; nothing if there is none.
field() { sed -n "s/^ *\"$1\": \"\\(.*\\)\",\\{0,1\\}\$/\\1/p" "$2" | head -n 1; }

say "last accessed services"
rm -f "$folder"/last-accessed/*.part "$folder"/last-accessed/*.whole
# Service-linked roles cannot be changed.
arns=$(
    aws iam list-users --query 'Users[].Arn' --output text
    aws iam list-roles --query "Roles[?!starts_with(Path, '/aws-service-role/')].Arn" --output text
)
waiting=()
for arn in $arns; do
    name=${arn//[^A-Za-z0-9_.-]/_}
    if [ "$arn" != None ] && [ ! -e "$folder/last-accessed/.$name.done" ]; then
        waiting+=("$arn")
    fi
done
total=${#waiting[@]}
done=0
while [ "$done" -lt "$total" ]; do
    some=("${waiting[@]:$done:$at_once}")
    jobs=()
    for arn in "${some[@]}"; do
        jobs+=("$(aws iam generate-service-last-accessed-details --arn "$arn" --granularity ACTION_LEVEL \
            --query JobId --output text)")
    done
    for at in "${!some[@]}"; do
        until pages "${some[$at]}" "${jobs[$at]}"; do
            sleep "$pause"
        done
    done
    done=$((done + ${#some[@]}))
    say "$done of $total"
done
say "done: paredown analyze $folder --output findings/"
