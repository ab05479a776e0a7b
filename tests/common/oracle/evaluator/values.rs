//! Values of conditions: Booleans, addresses, numbers and dates.

use std::net::IpAddr;

/// What a text says, in any case; `None` if it is neither.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// The bits of an address, as digits.
pub(super) fn address(text: &str) -> Option<String> {
    match text.parse::<IpAddr>().ok()? {
        IpAddr::V4(four) => Some(format!("{:032b}", u32::from(four))),
        // IPv4 within IPv6.
        IpAddr::V6(six) if six.segments()[..6] == [0, 0, 0, 0, 0, 0xffff] => None,
        IpAddr::V6(six) => Some(format!("{:0128b}", u128::from(six))),
    }
}

/// What a text says as a number or a date.
pub(super) enum Reading {
    Number(i128),
    Invalid,
    Unknown,
}

/// A decimal number, in units of 10⁻¹⁵.
pub(super) fn number(text: &str) -> Reading {
    if !text.is_empty() && text.chars().all(char::is_alphabetic) {
        return Reading::Invalid;
    }
    let read = || -> Option<i128> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (sign, digits) = mantissa.strip_prefix('-').map_or((1, mantissa), |digits| (-1, digits));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{part}");
        let plain = !whole.is_empty() && all.bytes().all(|b| b.is_ascii_digit()) && !mantissa.ends_with('.');
        let power = u32::try_from(15 + exponent - i32::try_from(part.len()).ok()?).ok()?;
        plain.then_some(sign * all.parse::<i128>().ok()? * 10_i128.checked_pow(power)?)
    };
    read().map_or(Reading::Unknown, Reading::Number)
}

/// Seconds since 1970.
pub(super) fn date(text: &str) -> Reading {
    if !text.is_empty() && text.chars().all(char::is_alphabetic) {
        return Reading::Invalid;
    }
    let read = || -> Option<i128> {
        if text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit()) {
            return text.parse().ok();
        }
        let days = days(text.get(..10)?)?;
        let rest = text.get(10..)?;
        if rest.is_empty() {
            return Some(days * 86_400);
        }
        let clock = |text: &str| -> Option<i128> {
            let mut parts = text.split(':').map(|part| part.parse::<i128>().ok());
            Some(parts.next()?? * 3600 + parts.next()?? * 60 + parts.next().unwrap_or(Some(0))?)
        };
        let time = rest.strip_prefix('T')?;
        let seconds = days * 86_400 + clock(time.get(..8)?)?;
        match time.get(8..9)? {
            "Z" => Some(seconds),
            "+" => Some(seconds - clock(time.get(9..)?)?),
            "-" => Some(seconds + clock(time.get(9..)?)?),
            _ => None,
        }
    };
    read().map_or(Reading::Unknown, Reading::Number)
}

/// The days from 1970 to a date, counted one year and one month after the other.
pub(super) fn days(text: &str) -> Option<i128> {
    let mut parts = text.split('-').map(|part| part.parse::<i128>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let leap = |year: i128| year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    let years: i128 = (1970..year).map(|year| if leap(year) { 366 } else { 365 }).sum();
    let length = |month: i128| match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let months: i128 = (1..month).map(length).sum();
    Some(years + months + day - 1)
}
