//! Which client it is that an address belongs to.

use std::net::{IpAddr, Ipv6Addr};

/// What attempts of one client have in common: an IPv4 address, or the network of an IPv6 address, because whoever has one
/// address there has all of the /64.
///
/// `None` where the address is no public one. There it is most likely that of a proxy that does not say whom it speaks
/// for, and counting all its clients as one would lock all of them out.
pub(super) fn network_of(ip: IpAddr) -> Option<IpAddr> {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let own =
                ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified();
            (!own).then_some(IpAddr::V4(ip))
        }
        IpAddr::V6(ip) => {
            let own = ip.is_loopback()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
                || ip.is_unspecified();
            let network = u128::from(ip) & !u128::from(u64::MAX);
            (!own).then(|| IpAddr::V6(Ipv6Addr::from(network)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(ip: &str) -> Option<String> {
        let ip = ip.parse().expect("an address");
        network_of(ip).map(|network| network.to_string())
    }

    #[test]
    fn a_client_is_an_address_or_a_network_of_version_6() {
        assert_eq!(network("203.0.113.7").as_deref(), Some("203.0.113.7"));
        assert_eq!(
            network("::ffff:203.0.113.7").as_deref(),
            Some("203.0.113.7")
        );
        assert_eq!(
            network("2001:db8:1:2:3:4:5:6").as_deref(),
            Some("2001:db8:1:2::")
        );
        assert_eq!(network("2001:db8:1:2:ffff::1"), network("2001:db8:1:2::"));
        assert_ne!(network("2001:db8:1:3::1"), network("2001:db8:1:2::1"));
    }

    #[test]
    fn addresses_that_are_not_public_are_those_of_proxies() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.1.1",
            "0.0.0.0",
            "::1",
            "::",
            "fd00::1",
            "fe80::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
        ] {
            assert_eq!(network(ip), None, "{ip}");
        }
    }
}
