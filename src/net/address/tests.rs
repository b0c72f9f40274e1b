//! Which addresses are read, joined and followed.

use proptest::prelude::*;

use super::*;

#[test]
fn base_addresses() {
    let good = [
        ("https://api.example", "https://api.example/"),
        (
            "https://API.Example:443/v4_6_release/apis/3.0/",
            "https://api.example/v4_6_release/apis/3.0",
        ),
        ("HTTPS://a-b.example:8443/x", "https://a-b.example:8443/x"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/"),
        ("http://127.8.9.1/x%20y", "http://127.8.9.1/x%20y"),
        ("http://localhost", "http://localhost/"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("http://[0:0::1]:81/", "http://[::1]:81/"),
        ("https://10.0.0.1", "https://10.0.0.1/"),
    ];
    for (typed, wire) in good {
        assert_eq!(
            Address::parse(typed).map(|a| a.to_wire()).as_deref(),
            Ok(wire),
            "{typed}"
        );
    }
    let bad = [
        ("api.example", AddressError::Scheme),
        ("ftp://api.example", AddressError::Scheme),
        ("", AddressError::Scheme),
        (
            "http://api.example",
            AddressError::Plain("api.example".into()),
        ),
        (
            "http://127.0.0.1.example",
            AddressError::Plain("127.0.0.1.example".into()),
        ),
        (
            "http://localhost.example",
            AddressError::Plain("localhost.example".into()),
        ),
        ("http://[::2]", AddressError::Plain("[::2]".into())),
        ("http://127.1", AddressError::Host),
        ("http://0x7f.0.0.1", AddressError::Host),
        ("http://0x7f000001", AddressError::Host),
        ("http://2130706433", AddressError::Host),
        ("http://0177.0.0.1", AddressError::Host),
        ("https://user@api.example", AddressError::UserInfo),
        ("https://user:pw@api.example/", AddressError::UserInfo),
        ("http://localhost@evil.example", AddressError::UserInfo),
        ("https://api.example/?a=1", AddressError::Tail),
        ("https://api.example/#top", AddressError::Tail),
        ("https://", AddressError::Scheme),
        ("https:///x", AddressError::Host),
        ("https://a..b", AddressError::Host),
        ("https://api.example.", AddressError::Host),
        ("https://api example", AddressError::Host),
        ("https://api\\evil.example", AddressError::Host),
        ("https://b\u{fc}cher.example", AddressError::Host),
        ("https://api.example:0", AddressError::Port),
        ("https://api.example:", AddressError::Port),
        ("https://api.example:99999", AddressError::Port),
        ("https://api.example:+1", AddressError::Port),
        ("https://[::1", AddressError::Host),
        ("https://[::1]x", AddressError::Port),
        ("https://api.example/a b", AddressError::Path),
        ("https://api.example/a/../b", AddressError::Path),
        ("https://api.example/a/%2E./b", AddressError::Path),
        ("https://api.example/%zz", AddressError::Path),
        ("https://api.example/a\r\nX: y", AddressError::Path),
    ];
    for (typed, why) in bad {
        assert_eq!(Address::parse(typed).err(), Some(why), "{typed}");
    }
}

#[test]
fn parts_and_query_are_encoded() {
    let base = Address::parse("https://api.example/v4").unwrap();
    let folder = base.join(&["recap"]).unwrap().folder();
    assert!(folder.to_string().ends_with("/recap/"), "{folder}");
    assert_eq!(folder.folder(), folder);
    let joined = base.join(&["time", "a/b c", "\u{e9}%"]).unwrap();
    let asked = joined
        .with_query(&[("conditions", "id=1 and x>\"2\""), ("page", "1")])
        .with_query(&[("a&b", "")]);
    assert_eq!(
        asked.to_wire(),
        "https://api.example/v4/time/a%2Fb%20c/%C3%A9%25?conditions=id%3D1%20and%20x%3E%222%22&page=1&a%26b="
    );
    for part in ["", ".", "..", "..."] {
        assert_eq!(base.join(&[part]), Err(AddressError::Segment(part.into())));
    }
}

#[test]
fn links_stay_on_the_server() {
    let from = Address::parse("https://api.example/v4/time")
        .unwrap()
        .with_query(&[("page", "1")]);
    let good = [
        (
            "https://API.example:443/v4/time?page=2&q=a%20b",
            "https://api.example/v4/time?page=2&q=a%20b",
        ),
        ("/v4/time?page=2#x", "https://api.example/v4/time?page=2"),
        ("?page=3", "https://api.example/v4/time?page=3"),
        (
            " https://api.example/v4/time?f=a b\"\r\n",
            "https://api.example/v4/time?f=a%20b%22",
        ),
        (
            "https://api.example/v4?f=a\r\nb",
            "https://api.example/v4?f=a%0D%0Ab",
        ),
    ];
    for (link, wire) in good {
        assert_eq!(
            from.follow(link).map(|a| a.to_wire()).as_deref(),
            Ok(wire),
            "{link}"
        );
    }
    let away = [
        "https://evil.example/v4/time",
        "https://api.example:8443/v4/time",
        "http://api.example/v4/time",
        "http://localhost/v4/time",
        "https://api.example.evil.example/",
    ];
    for link in away {
        assert!(
            matches!(from.follow(link), Err(AddressError::Elsewhere { .. })),
            "{link}"
        );
    }
    for link in [
        "//evil.example/x",
        "https://api.example@evil.example/",
        "javascript:alert(1)",
        "",
        "next",
        "file:///etc/passwd",
    ] {
        assert!(from.follow(link).is_err(), "{link}");
    }
}

proptest! {
    #[test]
    fn parse_never_panics_and_keeps_its_promises(text in ".{0,60}", scheme in "(https?://)?") {
        if let Ok(address) = Address::parse(&format!("{scheme}{text}")) {
            prop_assert!(address.is_secure() || address.is_loopback());
            prop_assert!(address.to_wire().bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert_eq!(Address::parse(&address.to_wire()).map(|a| a.to_wire()), Ok(address.to_wire()));
        }
    }

    #[test]
    fn follow_never_leaves(link in ".{0,60}", prefix in "(https://|http://|/|//|\\?)?") {
        let from = Address::parse("https://api.example/v4").unwrap();
        if let Ok(target) = from.follow(&format!("{prefix}{link}")) {
            prop_assert!(from.same_origin(&target));
            prop_assert!(target.to_wire().bytes().all(|byte| byte.is_ascii_graphic()));
        }
    }

    #[test]
    fn any_part_stays_one_part(part in "\\PC{1,20}") {
        let base = Address::parse("https://api.example/v4").unwrap();
        if let Ok(joined) = base.join(&[&part]) {
            prop_assert_eq!(joined.path().matches('/').count(), 2);
            prop_assert!(!joined.to_wire().contains(['?', '#']));
        }
    }
}
