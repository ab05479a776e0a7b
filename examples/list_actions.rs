//! Lists the known actions that a pattern matches, with their access levels:
//! `cargo run --example list_actions -- 's3:GetBucketA*'`.

use std::error::Error;

use paredown::model::{Catalogue, Pattern};

fn main() -> Result<(), Box<dyn Error>> {
    let pattern = Pattern::new(std::env::args().nth(1).unwrap_or_else(|| "sqs:List*".to_owned()));
    // The built-in list; `paredown::parse::catalogue` reads another one.
    let catalogue = Catalogue::embedded()?;
    let entries = catalogue.services().flat_map(|service| catalogue.service(service));
    for entry in entries.filter(|entry| pattern.matches(entry.action.folded())) {
        println!("{}  {}", entry.action.spelling(), entry.level);
    }
    Ok(())
}
