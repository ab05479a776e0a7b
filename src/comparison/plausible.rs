//! Requests that show a difference, as somebody might make them: what nothing determines becomes something usual.

use paredown_request::Request;
use paredown_request::reference::Reference;

use crate::compare::Pair;
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

/// What one side of a pair allows and the other does not.
pub(super) struct Difference<'a>(pub(super) &'a Pair<'a>);

impl Difference<'_> {
    /// Whether the evaluator says that a request shows it.
    fn has(&self, request: &Request) -> bool {
        self.0.confirm(request).is_ok()
    }

    /// The request, or one that shows the same and is easier to imagine; confirmed by the evaluator either way.
    pub(super) fn plausible(&self, request: Request) -> Request {
        let mut best = request;
        self.take(&mut best, whole_resource);
        let mut all = best.clone();
        let keys: Vec<String> = all.context.keys().cloned().collect();
        for at in 0..FIELDS.len() {
            usual_field(&mut all, at);
        }
        for key in &keys {
            usual_values(&mut all, key, 0);
        }
        if all == best {
            return best;
        }
        if self.has(&all) {
            return all;
        }
        // Together they change the answer: one after the other.
        for at in 0..FIELDS.len() {
            self.take(&mut best, |request| usual_field(request, at));
        }
        for key in &keys {
            for choice in 0..EXAMPLES.len() {
                self.take(&mut best, |request| usual_values(request, key, choice));
            }
        }
        best
    }

    /// Makes a change if the request still shows the difference.
    fn take(&self, best: &mut Request, change: impl FnOnce(&mut Request) -> bool) {
        let mut changed = best.clone();
        if change(&mut changed) && self.has(&changed) {
            *best = changed;
        }
    }
}

/// Fields of ARNs by their numbers, and what is usual in them.
const FIELDS: [(usize, &str); 3] = [(1, "aws"), (3, REGIONS[0]), (4, ACCOUNTS[0])];

/// Whether nothing determines a text: the engines fill what is open with a single letter.
fn is_open(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|letter| letter != '*') && letters.next().is_none()
}

/// Puts something usual into a field of the resource; whether that is a change.
fn usual_field(request: &mut Request, at: usize) -> bool {
    let mut fields: Vec<&str> = request.resource.splitn(6, ':').collect();
    let Some((number, usual)) = FIELDS.get(at) else { return false };
    match fields.get_mut(*number) {
        Some(field) if is_open(field) => *field = usual,
        _ => return false,
    }
    request.resource = fields.join(":");
    true
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
        let difference = Difference(&pair);
        for (action, resource, expected) in [
            ("s3:listbucket", "arn:z:s3:::b/x", "arn:aws:s3:::b"),
            ("s3:getobject", "arn:z:s3:::b/x/y", "arn:aws:s3:::b/x"),
            ("ec2:runinstances", "arn:z:ec2:z:z:instance/z", "arn:aws:ec2:us-east-1:123456789012:instance/z"),
            ("iam:getrole", "arn:aws:iam::1:role/x", "arn:aws:iam::123456789012:role/x"),
            ("made:up", "arn:aws:made:::x/y/z", "arn:aws:made:::x/y/z"),
            ("s3:listallmybuckets", "*", "*"),
        ] {
            assert_eq!(difference.plausible(request(action, resource, &[])).resource, expected, "{action}");
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
            let context = difference.plausible(request("a:b", "*", &[(key, value)])).context;
            assert_eq!(context[key], [expected], "{key}");
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
        let found = Difference(&Pair::new(&inner, &outer)).plausible(request);
        assert_eq!(found.resource, "arn:aws:ec2:z:123456789012:instance/z");
        assert_eq!(found.context["aws:resourceaccount"], ["111122223333"]);
    }

    fn rules(statement: &str) -> Vec<Rule> {
        let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}]}}"#);
        let source = crate::parse::Source { name: "p".into(), text };
        let parsed = crate::parse::policy(&std::sync::Arc::new(source)).unwrap();
        parsed.policy.statements.iter().map(Rule::new).collect()
    }
}
