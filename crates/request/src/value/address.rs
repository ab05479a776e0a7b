//! Addresses, and blocks of them.

use std::net::IpAddr;

/// An address. Those of IPv4 and IPv6 are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// Whether it is of IPv6.
    pub six: bool,
    /// Its bits.
    pub bits: u128,
}

impl Address {
    /// The address in a text; `None` if it is not one, or an IPv4 address that is written as IPv6.
    pub fn read(text: &str) -> Option<Self> {
        match text.parse().ok()? {
            IpAddr::V4(four) => Some(Self { six: false, bits: u128::from(four.to_bits()) }),
            IpAddr::V6(six) if six.to_ipv4_mapped().is_some() => None,
            IpAddr::V6(six) => Some(Self { six: true, bits: six.to_bits() }),
        }
    }

    /// The number of bits.
    fn length(self) -> u32 {
        if self.six { 128 } else { 32 }
    }

    /// The address as it is usually written; `None` if an address of IPv4 had more than 32 bits.
    pub fn text(self) -> Option<String> {
        if self.six {
            return Some(IpAddr::V6(self.bits.into()).to_string());
        }
        u32::try_from(self.bits).ok().map(|bits| IpAddr::V4(bits.into()).to_string())
    }
}

/// A block of addresses: those that begin with the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    /// The first address.
    pub first: Address,
    /// The last one.
    pub last: Address,
}

impl Block {
    /// The block in a text: an address alone, or with `/` and the number of bits; `None` for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let (start, prefix) = match text.split_once('/') {
            Some((start, prefix)) => {
                let length = prefix.parse::<u32>().ok().filter(|length| length.to_string() == prefix)?;
                (Address::read(start)?, Some(length))
            }
            None => (Address::read(text)?, None),
        };
        let length = start.length();
        let host = length.checked_sub(prefix.unwrap_or(length))?;
        let low = 1_u128.checked_shl(host).map_or(u128::MAX, |bit| bit - 1);
        let at = |bits| Address { bits, ..start };
        Some(Self { first: at(start.bits & !low), last: at(start.bits | low) })
    }

    /// Whether an address is in it.
    pub fn has(&self, address: Address) -> bool {
        address.six == self.first.six && (self.first.bits..=self.last.bits).contains(&address.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_what_begins_with_their_bits() {
        for (block, address, expected) in [
            ("10.0.0.0/8", "10.1.2.3", true),
            ("10.9.0.0/8", "10.1.2.3", true),
            ("10.0.0.0/8", "11.0.0.0", false),
            ("0.0.0.0/0", "255.255.255.255", true),
            ("0.0.0.0/0", "::1", false),
            ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1/32", "192.0.2.2", false),
            ("::/0", "2001:db8::1", true),
            ("2001:db8::/32", "2001:DB8:0:0::5", true),
            ("2001:db8::/32", "2001:db9::", false),
            ("::1", "::1", true),
        ] {
            let found = Block::read(block).unwrap().has(Address::read(address).unwrap());
            assert_eq!(found, expected, "{block} {address}");
        }
    }

    #[test]
    fn what_is_neither_is_not_read() {
        for text in
            ["", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/", "10.0.0/8", "::/129", "x", "::ffff:10.0.0.1"]
        {
            assert_eq!(Block::read(text), None, "{text}");
        }
        assert_eq!(Address::read("::ffff:10.0.0.1"), None);
    }

    #[test]
    fn addresses_are_written_as_they_are_read() {
        for text in ["10.1.2.3", "2001:db8::1", "::"] {
            assert_eq!(Address::read(text).unwrap().text().as_deref(), Some(text));
        }
    }
}
