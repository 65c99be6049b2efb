"""What may be registered as a system's public keys (JWKS, RFC 7517): public ones only."""

from typing import Any

# The members by which a key would say its secret (RFC 7518 6; `k` is a shared secret).
SECRET = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


def faults_of_keys(keys: Any) -> list[str]:
    """Return what is wrong with a set of public keys, in words."""
    listed = keys.get("keys") if isinstance(keys, dict) else None
    if not isinstance(listed, list) or not listed or not all(isinstance(one, dict) for one in listed):
        return ['公钥应为 JWKS 格式：{"keys": [ … ]}']
    if any(SECRET & one.keys() for one in listed):
        return ["只登记公钥，私钥由对方保管；这里贴了私钥，请对方立即更换"]
    if any(one.get("kty") not in ("RSA", "EC", "OKP") for one in listed):
        return ["公钥种类应为 RSA、EC 或 OKP"]
    return []
