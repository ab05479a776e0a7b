//! Requests that show a difference, as somebody might make them: what nothing determines becomes something usual.

use jiff::Timestamp;
use paredown_request::Request;
use paredown_request::reference::Reference;

use super::Pair;
use crate::model::matches;

/// What is usual: the first, or where that changes the answer the second.
const ACCOUNTS: [&str; 2] = ["123456789012", "111122223333"];
const REGIONS: [&str; 2] = ["us-east-1", "eu-west-1"];
const ARNS: [&str; 2] = ["arn:aws:iam::123456789012:role/example", "arn:aws:iam::111122223333:role/other"];
const EXAMPLES: [&str; 2] = ["example", "other"];

/// What the engines give to variables that nothing determines.
const MADE_UP: [&str; 4] = ["example", "sample", "another", "other"];

/// The shortest text that is an ARN.
const EMPTY_ARN: &str = "arn:::::";

impl Pair<'_> {
    /// A request that shows the same as one that the evaluator has confirmed, and is easier to imagine; or that one. It is
    /// confirmed either way.
    pub(crate) fn plausible(&self, request: Request) -> Request {
        let mut best = request;
        self.take(&mut best, whole_resource);
        self.round(&mut best);
        let mut all = best.clone();
        let keys: Vec<String> = all.context.keys().cloned().collect();
        for at in 0..FIELDS.len() {
            usual_field(&mut all, at, 0);
        }
        usual_names(&mut all);
        for key in &keys {
            usual_values(&mut all, key, 0);
        }
        if all == best {
            return best;
        }
        if self.confirm(&all).is_ok() {
            return all;
        }
        // Together they change the answer: one after the other.
        for at in 0..FIELDS.len() {
            for choice in 0..EXAMPLES.len() {
                self.take(&mut best, |request| usual_field(request, at, choice));
            }
        }
        self.take(&mut best, usual_names);
        for key in &keys {
            for choice in 0..EXAMPLES.len() {
                self.take(&mut best, |request| usual_values(request, key, choice));
            }
        }
        best
    }

    /// The same for a number or a time that is just beside one that a policy names: a rounder one, if that shows the same.
    fn round(&self, best: &mut Request) {
        let keys: Vec<String> = best.context.keys().cloned().collect();
        for key in &keys {
            for up in [true, false] {
                self.take(best, |request| round_values(request, key, up));
            }
        }
    }

    /// Makes a change if the request still shows the difference.
    fn take(&self, best: &mut Request, change: impl FnOnce(&mut Request) -> bool) {
        let mut changed = best.clone();
        if change(&mut changed) && self.confirm(&changed).is_ok() {
            *best = changed;
        }
    }
}

/// Fields of ARNs by their numbers, and what is usual in them.
const FIELDS: [(usize, [&str; 2]); 3] = [(1, ["aws", "aws-cn"]), (3, REGIONS), (4, ACCOUNTS)];

/// Whether nothing determines a text: the engines fill what is open with a single letter.
fn is_open(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|letter| letter != '*') && letters.next().is_none()
}

/// Puts something usual into a field of the resource; whether that is a change.
fn usual_field(request: &mut Request, at: usize, choice: usize) -> bool {
    let mut fields: Vec<&str> = request.resource.splitn(6, ':').collect();
    let Some((number, choices)) = FIELDS.get(at) else { return false };
    let Some(usual) = choices.get(choice) else { return false };
    match fields.get_mut(*number) {
        Some(field) if is_open(field) => *field = usual,
        _ => return false,
    }
    request.resource = fields.join(":");
    true
}

/// Puts something usual in place of open names in the last field of the resource; whether that is a change.
fn usual_names(request: &mut Request) -> bool {
    let Some(at) = request.resource.match_indices(':').nth(4).map(|(at, _)| at + 1) else { return false };
    let (fields, name) = request.resource.split_at(at);
    let parts = name.split_inclusive(['/', ':']).map(|part| {
        let end = part.len() - usize::from(part.ends_with(['/', ':']));
        let (plain, separator) = part.split_at(end);
        format!("{}{separator}", if is_open(plain) { EXAMPLES[0] } else { plain })
    });
    let usual = format!("{fields}{}", parts.collect::<String>());
    let changed = usual != request.resource;
    request.resource = usual;
    changed
}

/// Gives a key usual values; whether that is a change.
fn usual_values(request: &mut Request, key: &str, choice: usize) -> bool {
    let Some(values) = request.context.get_mut(key) else { return false };
    let is_account = key.ends_with("account");
    let choices = match key {
        "aws:requestedregion" => REGIONS,
        _ if is_account => ACCOUNTS,
        _ if key.ends_with("arn") => ARNS,
        _ => EXAMPLES,
    };
    let Some(usual) = choices.get(choice) else { return false };
    let mut changed = false;
    for value in values {
        // `s3.*.amazonaws.com` with as little as possible in place of the star.
        if value.contains("..") {
            *value = value.replace("..", &format!(".{}.", REGIONS[0]));
            changed = true;
            continue;
        }
        let open = match value.as_str() {
            "" => true,
            EMPTY_ARN => choices == ARNS,
            other => choices != EXAMPLES && (MADE_UP.contains(&other) || is_account && is_open(other)),
        };
        if open && value.as_str() != *usual {
            (*usual).clone_into(value);
            changed = true;
        }
    }
    changed
}

/// Rounds the values of a key to whole numbers or seconds; whether that is a change.
fn round_values(request: &mut Request, key: &str, up: bool) -> bool {
    let Some(values) = request.context.get_mut(key) else { return false };
    let mut changed = false;
    for value in values {
        if let Some(round) = rounded(value, up) {
            *value = round;
            changed = true;
        }
    }
    changed
}

/// The next whole number or second after a number or a time with a fraction, or the last one before.
fn rounded(value: &str, up: bool) -> Option<String> {
    let further = |whole: i64, is_negative: bool| match (up, is_negative) {
        (true, false) => whole.checked_add(1),
        (false, true) => whole.checked_sub(1),
        _ => Some(whole),
    };
    if let Ok(time) = value.parse::<Timestamp>() {
        let fraction = time.subsec_nanosecond();
        let second = further(time.as_second(), fraction < 0).filter(|_| fraction != 0)?;
        return Some(Timestamp::from_second(second).ok()?.to_string());
    }
    let (whole, fraction) = value.split_once('.')?;
    let is_number = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let number = whole.parse::<i64>().ok().filter(|_| is_number)?;
    Some(further(number, whole.starts_with('-'))?.to_string())
}

/// Leaves only as much of the resource as its type has parts; whether that is a change. Placeholders of resource types are written without `/` where the type has none (a bucket, not an object), although they
/// match it.
fn whole_resource(request: &mut Request) -> bool {
    let types = Reference::embedded().ok().and_then(|reference| reference.resource_types(&request.action));
    let Some(types) = types else { return false };
    let slashes = |text: &str| text.matches('/').count();
    let own = |text: &str| {
        types.iter().map(|one| one.pattern.text()).filter(|pattern| matches(pattern, text)).map(slashes).max()
    };
    let Some(most) = own(&request.resource) else { return false };
    if slashes(&request.resource) <= most {
        return false;
    }
    let whole = request.resource.split('/').take(most + 1).collect::<Vec<&str>>().join("/");
    if own(&whole).is_none() {
        return false;
    }
    request.resource = whole;
    true
}

#[cfg(test)]
mod tests {
    use paredown_request::Rule;

    use super::*;

    #[test]
    fn what_nothing_determines_becomes_usual() {
        let request = |action: &str, resource: &str, context: &[(&str, &str)]| Request {
            action: action.to_owned(),
            resource: resource.to_owned(),
            context: context
                .iter()
                .map(|(key, value)| ((*key).to_owned(), vec![(*value).to_owned()]))
                .collect(),
        };
        let everything = rules(r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#);
        let pair = Pair::new(&everything, &[]);
        for (action, resource, expected) in [
            ("s3:listbucket", "arn:z:s3:::b/x", "arn:aws:s3:::example"),
            ("s3:getobject", "arn:z:s3:::b/x/y", "arn:aws:s3:::example/example"),
            (
                "ec2:runinstances",
                "arn:z:ec2:z:z:instance/z",
                "arn:aws:ec2:us-east-1:123456789012:instance/example",
            ),
            ("iam:getrole", "arn:aws:iam::1:role/x", "arn:aws:iam::123456789012:role/example"),
            ("made:up", "arn:aws:made:::x/yy/z", "arn:aws:made:::example/yy/example"),
            ("s3:listallmybuckets", "*", "*"),
        ] {
            assert_eq!(pair.plausible(request(action, resource, &[])).resource, expected, "{action}");
        }
        for (key, value, expected) in [
            ("aws:principalaccount", "sample", "123456789012"),
            ("aws:principalarn", "example", "arn:aws:iam::123456789012:role/example"),
            ("aws:username", "sample", "sample"),
            ("aws:requestedregion", "", "us-east-1"),
            ("iam:passedtoservice", "", "example"),
            ("kms:viaservice", "s3..amazonaws.com", "s3.us-east-1.amazonaws.com"),
            ("iam:policyarn", EMPTY_ARN, "arn:aws:iam::123456789012:role/example"),
            ("aws:principaltag/team", "x", "x"),
        ] {
            let context = pair.plausible(request("a:b", "*", &[(key, value)])).context;
            assert_eq!(context[key], [expected], "{key}");
        }
    }

    #[test]
    fn what_is_beside_a_number_or_a_time_becomes_round() {
        for (value, up, expected) in [
            ("9.9", false, Some("9")),
            ("9.9", true, Some("10")),
            ("-0.1", true, Some("0")),
            ("-0.1", false, Some("-1")),
            ("2024-05-01T00:00:00.000000001Z", true, Some("2024-05-01T00:00:01Z")),
            ("2024-04-30T23:59:59.999999999Z", false, Some("2024-04-30T23:59:59Z")),
            ("1960-01-01T00:00:00.5Z", false, Some("1960-01-01T00:00:00Z")),
            ("1960-01-01T00:00:00.5Z", true, Some("1960-01-01T00:00:01Z")),
            ("2024-05-01T00:00:01Z", true, None),
            ("9", true, None),
            ("a.b", true, None),
            ("10.0.0.1", true, None),
            ("1.", true, None),
        ] {
            assert_eq!(rounded(value, up).as_deref(), expected, "{value} {up}");
        }
    }

    #[test]
    fn what_makes_the_difference_stays() {
        let inner = rules(
            r#"{"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*",
                "Condition": {"StringNotEquals": {"aws:ResourceAccount": "123456789012"}}}"#,
        );
        let outer = rules(
            r#"{"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "arn:aws:ec2:us-east-1:*:*"}"#,
        );
        let request = Request {
            action: "ec2:runinstances".to_owned(),
            resource: "arn:aws:ec2:z:z:instance/z".to_owned(),
            context: [("aws:resourceaccount".to_owned(), vec![String::new()])].into(),
        };
        let found = Pair::new(&inner, &outer).plausible(request);
        assert_eq!(found.resource, "arn:aws:ec2:eu-west-1:123456789012:instance/example");
        assert_eq!(found.context["aws:resourceaccount"], ["111122223333"]);
    }

    fn rules(statement: &str) -> Vec<Rule> {
        let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}]}}"#);
        let source = crate::parse::Source { name: "p".into(), text };
        let parsed = crate::parse::policy(&std::sync::Arc::new(source)).unwrap();
        parsed.policy.statements.iter().map(Rule::new).collect()
    }
}
