//! `Pattern::of` against what the evaluator says of single requests.

use paredown_policy::model::Reading;
use paredown_request::{Context, Keys, Part, Request, Resource, Truth};

use super::super::pattern::Pattern;
use super::{matches, words};

/// Resources that ask for something: ARNs with six fields, with stars and question marks that are plain characters.
fn resources() -> Vec<String> {
    let arns =
        words(&['a', ':'], 8).into_iter().map(|word| format!("arn:{}", word.iter().collect::<String>()));
    let arns = arns.filter(|text| text.matches(':').count() >= 5);
    let others = [
        "*",
        "arn:a:a:a:a:x/a",
        "arn:a::a:a:x/a:b/y",
        "arn:::::x/*",
        "arn:::::x/?",
        "arn:a:a:a:a:éa",
        "arn:::::",
    ];
    arns.chain(others.map(str::to_owned)).collect()
}

/// Patterns with up to six fields, some with policy variables.
fn patterns() -> Vec<String> {
    let mut heads = vec!["arn".to_owned()];
    let mut all = vec!["*".to_owned()];
    for _ in 0..4 {
        heads = heads
            .iter()
            .flat_map(|head| ["", "a", "*", "a*"].map(|field| format!("{head}:{field}")))
            .collect();
        all.extend(heads.iter().step_by(3).cloned());
    }
    let sixth = [
        "a",
        "*",
        "a*",
        "?",
        "x/${k:u}",
        "x/${k:u}*",
        "*${k:u}",
        "${k:u}",
        "${k:u, 'a'}:*",
        "${*}",
        "${?}a*",
        "x/${$}*",
        "é?",
    ];
    for (number, head) in heads.iter().enumerate() {
        all.push(format!("{head}:{}:{}", ["*", "a", ""][number % 3], sixth[number % sixth.len()]));
    }
    all.extend(sixth.iter().map(|sixth| format!("arn:a:a:a:a:{sixth}")));
    all
}

/// What stands for a part, as the evaluator has it.
fn value(part: &Part, given: Option<&str>) -> Option<Vec<char>> {
    match part {
        Part::Key { default, .. } => Some(given.or(default.as_deref())?.chars().collect()),
        Part::Text(_) | Part::Char(_) => panic!("no variable: {part:?}"),
    }
}

#[test]
fn patterns_match_what_the_evaluator_says_they_match() {
    let resources: Vec<(String, Vec<char>)> =
        resources().into_iter().map(|text| (text.clone(), text.chars().collect())).collect();
    let (keys, mut said) = (Keys::default(), [0; 2]);
    for text in &patterns() {
        let resource = Resource::read(text, true);
        assert!(!matches!(resource, Resource::Opaque { .. }), "{text}");
        let asked: &[Option<&str>] =
            if text.contains("${k") { &[None, Some("a"), Some("a:a"), Some("*"), Some("")] } else { &[None] };
        for (reading, given) in
            Reading::ALL.iter().flat_map(|reading| asked.iter().map(move |given| (reading, given)))
        {
            let pattern = Pattern::of(&resource, *reading);
            assert_eq!(pattern.opaque(), None, "{text}");
            let context: Context =
                given.iter().map(|one| ("k:u".to_owned(), vec![(*one).to_owned()])).collect();
            for (name, word) in &resources {
                let request =
                    Request { resource: name.clone(), context: context.clone(), ..Request::default() };
                let found =
                    pattern.forms().iter().any(|form| matches(form, word, &|part| value(part, *given)));
                let expected = resource.matches(&request, &keys, *reading);
                assert_eq!(Truth::from(found), expected, "{text} {name} {given:?} {reading:?}");
                said[usize::from(found)] += 1;
            }
        }
    }
    assert!(said.iter().all(|count| *count > 10_000), "{said:?}");
}

#[test]
fn of_what_is_not_understood_no_more_is_open_than_its_forms_match() {
    let keys = Keys::default();
    let mut said = [0; 2];
    for text in ["${bucket}", "arn:a:${k:u}:::x", "arn:*:*:*:*:x/${x}", "arn:a:a:a:a:x/a${x}*", "x"] {
        let resource = Resource::read(text, true);
        for reading in Reading::ALL {
            let pattern = Pattern::of(&resource, reading);
            assert_eq!(pattern.opaque(), Some(&resource), "{text}");
            for name in resources() {
                let word: Vec<char> = name.chars().collect();
                let within = pattern.forms().iter().any(|form| matches(form, &word, &|_| None));
                let request = Request { resource: name.clone(), ..Request::default() };
                let expected = resource.matches(&request, &keys, reading);
                assert_eq!(within, matches!(expected, Truth::Open(_)), "{text} {name}");
                said[usize::from(within)] += 1;
            }
        }
    }
    assert!(said.iter().all(|count| *count > 100), "{said:?}");
}

#[test]
fn a_text_that_could_have_variables_is_another_one_where_it_cannot() {
    for text in ["${bucket}/x", "${k:u}"] {
        let [with, without] = [true, false].map(|variables| Resource::read(text, variables));
        let [with, without] = [&with, &without].map(|resource| Pattern::of(resource, Reading::Segments));
        assert!(with.lies_in(&with) && without.lies_in(&without));
        assert!(!with.lies_in(&without) && !without.lies_in(&with), "{text}");
    }
}

#[test]
fn under_both_readings_a_pattern_lies_in_one_that_leaves_its_fields_open() {
    for (inner, outer) in [
        ("arn:aws:logs:*:*:log-group:a", "arn:aws:logs:*:*:*"),
        ("arn:aws:logs:*:*:log-group:a", "arn:aws:logs"),
        ("arn:aws:sqs:a*:1:q", "arn:aws:sq*"),
        ("arn:*:sqs:*:1:q", "arn:*:sqs:*:*:*"),
    ] {
        let [narrow, wide] = [inner, outer].map(|text| Resource::read(text, true));
        for reading in Reading::ALL {
            let [narrow, wide] = [&narrow, &wide].map(|one| Pattern::of(one, reading));
            assert!(narrow.lies_in(&wide) && !wide.lies_in(&narrow), "{inner} {outer} {reading:?}");
        }
    }
}
