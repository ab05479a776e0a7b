//! What is in the page.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::model::{EVIL, Model, evil, large, of_type, small};
use crate::common::program::{ends, text};
use paredown::analyze::FindingType;

/// What stands between two marks of a page.
fn between<'a>(page: &'a str, begin: &str, end: &str) -> &'a str {
    let rest = page.split_once(begin).unwrap_or_else(|| panic!("there is no {begin}")).1;
    rest.split_once(end).unwrap_or_else(|| panic!("there is no {end}")).0
}

/// The data of a page.
fn data(page: &str) -> Value {
    serde_json::from_str(between(page, "<script type=\"application/json\" id=\"data\">", "</script>"))
        .unwrap()
}

/// A page without style, script and data, one element per line.
fn bare(page: &str) -> String {
    let style = between(page, "<style>", "</style>");
    let script = between(page, "<script>", "</script>");
    let data = between(page, "<script type=\"application/json\" id=\"data\">", "</script>");
    let policy = between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    page.replace(style, "…").replace(script, "…").replace(data, "…").replace(policy, "…")
}

#[test]
fn a_small_page_is_as_it_was() {
    let page = small().page();
    let version = concat!("paredown ", env!("CARGO_PKG_VERSION"));
    insta::assert_snapshot!("page", bare(&page).replace(version, "paredown VERSION"));
    insta::assert_snapshot!("data", serde_json::to_string_pretty(&data(&page)).unwrap());
}

#[test]
fn the_policy_allows_the_style_and_the_script_of_the_page_and_nothing_else() {
    let page = small().page();
    let digest = |text: &str| {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()))
    };
    let style = digest(between(&page, "<style>", "</style>"));
    let script = digest(between(&page, "<script>", "</script>"));
    let expected = format!(
        "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; \
         form-action 'none'"
    );
    assert_eq!(between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\""), expected);
    assert!(
        page.find("Content-Security-Policy") < page.find("<style>"),
        "it is in force before what it is about"
    );
    for other in ["http:", "https:", "src=", "style=", "onclick", "innerHTML", "insertAdjacentHTML", "eval("]
    {
        // The name space of SVG is a name, and is not asked for.
        assert!(!page.replace("http://www.w3.org/2000/svg", "").contains(other), "{other}");
    }
}

#[test]
fn what_comes_from_others_is_never_markup() {
    let page = evil().page();
    let plain = small().page();
    let tags = |page: &str, tag: &str| page.matches(tag).count();
    assert_eq!(tags(&page, "<script"), 2);
    assert_eq!(tags(&page, "</script"), 2);
    assert_eq!(tags(&page, "<img"), 0);
    assert_eq!(tags(&page, "<!--"), 0);
    assert_eq!(tags(&page, "\u{2028}"), tags(&bare(&page), "\u{2028}"), "none in data or script");
    assert_eq!(tags(&page, "<style"), tags(&plain, "<style"));
    // It is there nevertheless, whole, wherever the script shows it.
    let all = data(&page).to_string();
    let quoted = serde_json::to_string(EVIL).unwrap();
    assert!(all.matches(quoted.trim_matches('"')).count() > 40, "{all}");
    let files: Vec<&Value> = data(&page)["principals"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["recommendation"]["files"].as_array().cloned())
        .flatten()
        .map(|file| &*Box::leak(Box::new(file)))
        .collect();
    assert!(files.len() >= 4 && files.iter().all(|file| !file.as_str().unwrap().contains("..")), "{files:?}");
}

#[test]
fn the_same_analysis_gives_the_same_bytes() {
    assert_eq!(small().page(), small().page());
    assert_eq!(evil().page(), evil().page());
    assert_eq!(large(40, true).page(), large(40, true).page());
}

#[test]
fn numbers_are_those_of_the_analysis() {
    let model = large(70, false);
    let page = model.page();
    let data = data(&page);
    let principals = data["principals"].as_array().unwrap();
    assert_eq!(principals.len(), model.analyses.len());
    for (own, analysis) in principals.iter().zip(&model.analyses) {
        let count = |class: fn(&paredown::analyze::Class) -> bool| {
            analysis.classes.iter().filter(|(_, own)| class(own)).count()
        };
        let counts = &own["counts"];
        assert_eq!(counts["used"], count(|class| matches!(class, paredown::analyze::Class::Used(_))));
        assert_eq!(counts["unused"], count(|class| matches!(class, paredown::analyze::Class::Unused { .. })));
        let levels: u64 = counts["levels"].as_array().unwrap().iter().map(|own| own.as_u64().unwrap()).sum();
        assert_eq!(Some(levels), counts["unused"].as_u64(), "each unused action has one level");
        assert_eq!(names(&data, own), wanted(analysis), "{}", analysis.arn);
    }
    for kind in FindingType::ALL {
        let row = between(&page, &format!("#type={}\"", kind.name()), "</tr>");
        assert!(row.contains(&format!("<td class=\"number\">{}</td>", of_type(&model, kind))), "{row}");
    }
}

/// The actions of a principal by class, as the page has them.
fn names(data: &Value, principal: &Value) -> Vec<(String, String)> {
    let numbers = |runs: &Value| -> Vec<usize> {
        let runs: Vec<usize> = runs
            .as_array()
            .unwrap()
            .iter()
            .map(|own| usize::try_from(own.as_u64().unwrap()).unwrap())
            .collect();
        runs.chunks(2).flat_map(|run| run[0]..run[0] + run[1]).collect()
    };
    let mut all = Vec::new();
    for row in numbers(&principal["rows"]) {
        let row = &data["rows"][row];
        let service = &data["services"][usize::try_from(row[0].as_u64().unwrap()).unwrap()];
        let mut add = |runs: &Value, class: &str| {
            for number in numbers(runs) {
                let name = service["actions"][number].as_str().unwrap();
                all.push((format!("{}:{name}", service["name"].as_str().unwrap()), class.to_owned()));
            }
        };
        add(&row[1], "used");
        for (class, at) in [("unused ", 2), ("", 3)] {
            for own in row[at].as_array().unwrap() {
                let word = &data["words"][usize::try_from(own[0].as_u64().unwrap()).unwrap()];
                add(&own[1], &format!("{class}{}", word.as_str().unwrap()));
            }
        }
    }
    all.sort();
    all
}

/// The same as the analysis has it.
fn wanted(analysis: &paredown::analyze::Analysis) -> Vec<(String, String)> {
    use paredown::analyze::Class;
    let of = |class: &Class| match class {
        Class::Used(_) => "used".to_owned(),
        Class::Unused { shown_by, .. } => format!("unused {}", shown_by.name()),
        Class::Undecided(reason) => reason.name().to_owned(),
    };
    let mut all: Vec<_> = analysis
        .classes
        .iter()
        .map(|(allowed, class)| {
            let service = allowed.action.service();
            let (_, name) = allowed.action.spelling().split_once(':').unwrap();
            (format!("{service}:{name}"), of(class))
        })
        .collect();
    all.sort();
    all
}

#[test]
fn two_thousand_principals_are_less_than_ten_megabytes_whatever_they_do() {
    for scattered in [false, true] {
        let page = large(2000, scattered).page();
        assert!(page.len() < 10_000_000, "{} bytes", page.len());
        let data = data(&page);
        assert_eq!(data["named"], !scattered, "{} bytes", page.len());
        assert_eq!(data["principals"].as_array().unwrap().len(), 2000);
        let first = &data["principals"][0]["recommendation"];
        assert!(first["diff"]["shown"].as_str().unwrap().len() > 300, "{first}");
        assert!(first["diff"]["more"].as_u64().unwrap() > 0, "it says that it is cut");
    }
}

#[test]
fn an_analysis_of_nothing_has_a_page() {
    let page = Model::default().page();
    assert_eq!(data(&page)["principals"], json!([]));
    assert!(page.contains("There was no previous analysis."));
}

#[test]
fn the_page_is_one_of_the_files_of_an_analysis() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("out");
    let examples = crate::common::root().join("examples/account");
    let arguments = format!("analyze {} --as-of 2026-06-30T00:00:00Z --output out", examples.display());
    ends(folder.path(), &arguments, 0);
    let page = std::fs::read_to_string(place.join("index.html")).unwrap();
    let manifest = std::fs::read_to_string(place.join("analysis.json")).unwrap();
    assert!(
        manifest.contains("index.html") && manifest.contains(&paredown::parse::sha256(&page)),
        "{manifest}"
    );
    assert_eq!(data(&page)["principals"].as_array().unwrap().len(), 3);
    assert!(page.contains("There was no previous analysis."));
    // With the findings of this analysis, nothing is new in the next one.
    let again = ends(folder.path(), &format!("{arguments} --previous out/findings.jsonl"), 0);
    let page = std::fs::read_to_string(place.join("index.html")).unwrap();
    assert!(!page.contains("There was no previous analysis."), "{}", text(&again.stderr));
    assert!(page.contains(">±0</span>"));
}

#[test]
fn what_is_recommended_is_in_the_page_with_links_to_files_that_exist() {
    let folder = tempfile::tempdir().unwrap();
    let examples = crate::common::root().join("examples/account");
    let arguments = format!(
        "analyze {} --as-of 2026-06-30T00:00:00Z --output out --recommend --engine automata",
        examples.display()
    );
    ends(folder.path(), &arguments, 0);
    let place = folder.path().join("out");
    let page = std::fs::read_to_string(place.join("index.html")).unwrap();
    let data = data(&page);
    let named = |name: &str| {
        let all = data["principals"].as_array().unwrap();
        all.iter().find(|one| one["arn"].as_str().unwrap().ends_with(name)).unwrap()["recommendation"].clone()
    };
    let orders = named("/orders");
    assert_eq!(orders["verdict"], "proved");
    assert!(orders["diff"]["shown"].as_str().unwrap().contains("-        \"dynamodb:GetItem\""), "{orders}");
    assert!(
        orders["plan"]["shown"].as_str().unwrap().contains("PUT_INLINE_POLICY own  (own.json)"),
        "{orders}"
    );
    assert!(orders["judgements"]["shown"].as_array().unwrap().contains(&json!(["used-kept", "proved"])));
    assert_eq!(
        orders["before"],
        json!([["read", 9], ["write", 8], ["tagging", 2], ["permissions management", 3]])
    );
    assert_eq!(
        orders["after"],
        json!([["read", 7], ["write", 8], ["tagging", 2], ["permissions management", 3]])
    );
    let files = orders["files"].as_array().unwrap();
    assert!(
        files.contains(&json!("proof/certificate.json")) && files.contains(&json!("plan.json")),
        "{files:?}"
    );
    for file in files {
        assert!(
            place.join(orders["folder"].as_str().unwrap()).join(file.as_str().unwrap()).is_file(),
            "{file}"
        );
    }
    let certificate =
        std::fs::read_to_string(place.join("principals/orders/proof/certificate.json")).unwrap();
    assert!(
        orders["digests"]
            .as_array()
            .unwrap()
            .contains(&json!(["certificate", paredown::parse::sha256(&certificate)]))
    );
    assert_eq!(
        (&named("/import")["verdict"], &named("/import")["retire"]),
        (&json!("retire"), &json!(["role"]))
    );
    let steps = named("/import")["plan"]["shown"].as_str().unwrap().to_owned();
    assert!(steps.starts_with("To retire (retire.sh):\n   1. DEACTIVATE_ROLE import"), "{steps}");
    assert!(between(&page, "#verdict=proved\"", "</tr>").contains("<td class=\"number\">1</td>"));
    // A run that does nothing again says the same.
    ends(folder.path(), &arguments, 0);
    assert_eq!(page, std::fs::read_to_string(place.join("index.html")).unwrap());
}

/// A role, a policy, an owner and a tag called like this.
const MARKUP: &str = "</script><img/src=x/onerror=alert(1)>";

#[test]
fn what_the_program_reads_is_never_markup_either() {
    let policy = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["sqs:*"], "Resource": "*"}});
    // The path, too, is a part of the ARN.
    let role = |whole: &str, tags: Value| {
        let (path, name) = whole
            .rsplit_once('/')
            .map_or(("/".to_owned(), whole), |(path, name)| (format!("/{path}/"), name));
        json!({
            "Path": path, "RoleName": name, "RoleId": format!("AROA{}", name.len()), "Tags": tags,
            "Arn": format!("arn:aws:iam::111122223333:role/{whole}"), "CreateDate": "2025-01-01T00:00:00Z",
            "AssumeRolePolicyDocument": {}, "InstanceProfileList": [], "AttachedManagedPolicies": [],
            "RolePolicyList": [{"PolicyName": MARKUP, "PolicyDocument": policy}], "RoleLastUsed": {},
        })
    };
    let roles = [role(MARKUP, json!([])), role("tagged", json!([{"Key": "</script><img>", "Value": "x"}]))];
    let details =
        json!({"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": roles, "Policies": []});
    let quoted = format!("'{MARKUP}'");
    let exceptions = format!(
        "[[exception]]\nprincipal = \"arn:*\"\nactions = [\"sqs:SendMessage\"]\nowner = {quoted}\nreason = {quoted}\nuntil = 2026-12-31\n"
    );
    let folder = crate::common::program::folder(&[
        ("a/details.json", details.to_string()),
        ("exceptions.toml", exceptions),
    ]);
    let mut command = crate::common::paredown_command();
    command.current_dir(folder.path());
    command.args(["analyze", "a", "--as-of", "2026-06-30T00:00:00Z", "--output", "out"]);
    command.args(["--exceptions", "exceptions.toml", "--exclude-tag", "</script><img>="]);
    command.args(["--recommend", "--engine", "automata"]);
    let out = command.output().unwrap();
    assert!(folder.path().join("out/index.html").is_file(), "{}", text(&out.stderr));
    let page = std::fs::read_to_string(folder.path().join("out/index.html")).unwrap();
    assert_eq!((page.matches("<img").count(), page.matches("</script").count()), (0, 2));
    let data = data(&page);
    let one = &data["principals"][0];
    assert_eq!(one["arn"], format!("arn:aws:iam::111122223333:role/{MARKUP}"));
    assert_eq!(
        (&one["exceptions"][0]["owner"], &one["exceptions"][0]["reason"]),
        (&json!(MARKUP), &json!(MARKUP))
    );
    assert_eq!(data["principals"][1]["why"], "tag: </script><img>");
}
