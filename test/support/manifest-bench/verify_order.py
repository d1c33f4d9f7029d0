"""The user's alternative: a straightforward loop over a manifest with Python's `cryptography`.

Arguments: order.json root.pem manifest-signer.pem. Prints one JSON object. Ends with 3 when `cryptography` is not installed.
An entry costs two verifications (its signature, its device certificate); certificates of signers are verified once.
"""
import base64
import json
import sys
import time

try:
    import cryptography
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils
except ImportError:
    sys.exit(3)

ECDSA = ec.ECDSA(hashes.SHA256())


def b64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def read_pem(path):
    with open(path, "rb") as file:
        return x509.load_pem_x509_certificate(file.read())


def main(order, root_path, signer_path):
    started = time.perf_counter()
    root = read_pem(root_path)
    manifest_key = read_pem(signer_path).public_key()
    with open(order, encoding="utf-8") as file:
        entries = json.load(file)
    signers = {}
    for entry in entries:
        signature = b64url(entry["signature"])
        der = utils.encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
        manifest_key.verify(der, f"{entry['protected']}.{entry['payload']}".encode("ascii"), ECDSA)
        payload = json.loads(b64url(entry["payload"]))
        key = next(key for key in payload["publicKeySet"]["keys"] if "x5c" in key)
        device_text, signer_text = key["x5c"]
        if signer_text not in signers:
            signer = x509.load_der_x509_certificate(base64.b64decode(signer_text))
            signer.verify_directly_issued_by(root)
            signers[signer_text] = signer.public_key()
        device = x509.load_der_x509_certificate(base64.b64decode(device_text))
        signers[signer_text].verify(device.signature, device.tbs_certificate_bytes, ECDSA)
    seconds = time.perf_counter() - started
    print(json.dumps({"entries": len(entries), "seconds": seconds, "version": cryptography.__version__}))


main(*sys.argv[1:])
