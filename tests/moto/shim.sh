# Read by bash before a plan (BASH_ENV): `aws` asks the server of aws.py, which calls AWS's command line in one
# process, instead of starting it anew for each call.

aws() {
    local fd result out err given=''
    case "$*" in
        *=file:///dev/stdin*) given=$(cat) ;;
    esac
    exec {fd}<>"/dev/tcp/127.0.0.1/$SHIM_PORT"
    printf '%s\0' "$#" "$PWD" "$@" "$given" >&"$fd"
    IFS= read -r -d '' result <&"$fd"
    IFS= read -r -d '' out <&"$fd"
    IFS= read -r -d '' err <&"$fd"
    exec {fd}>&-
    if [ "$result" = kill ]; then kill -KILL "$$"; fi
    printf '%s' "$out"
    printf '%s' "$err" >&2
    return "$result"
}
sleep() { :; }
