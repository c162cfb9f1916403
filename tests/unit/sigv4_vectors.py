#!/usr/bin/python3
"""Prints tests/unit/sigv4_vectors.inc: presigned links as botocore signs them.

    apt-get install python3-botocore && /usr/bin/python3 tests/unit/sigv4_vectors.py > tests/unit/sigv4_vectors.inc

The numbers in the tree were made with botocore 1.29.27 of Debian 12. Each link is put together here from the rules of
the service and the arguments of the row; botocore only signs it, at a frozen time.
"""
import base64
import datetime
import hashlib
from urllib.parse import quote, urlsplit, parse_qsl

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NOW = datetime.datetime(2026, 2, 10, 9, 0, 0)
ACCESS_KEY = "AKIDEXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEBYaD//+=EXAMPLE/token=="
CHECKSUM = hashlib.sha256(b"abc").hexdigest()
KEY = "kyc/9a1f/2b3c/20260210090000123-passport-0d1e-passport.jpg"
AWS = ("https://s3.ap-northeast-1.amazonaws.com", "ap-northeast-1")
MINIO = ("http://localhost:9000", "us-east-1")
R2 = ("https://0123456789abcdef.r2.cloudflarestorage.com", "auto")
GCS = ("https://storage.googleapis.com", "auto")

# Name, endpoint and region, bucket, path style, session token, method, key, ttl.
ROWS = [
    ("MinIO upload", MINIO, "senpaijepang-kyc", True, "", "PUT", KEY, 900),
    ("MinIO download", MINIO, "senpaijepang-kyc", True, "", "GET", KEY, 120),
    ("AWS upload with the bucket in the host", AWS, "senpaijepang-kyc", False, "", "PUT", KEY, 900),
    ("AWS download with the bucket in the host", AWS, "senpaijepang-kyc", False, "", "GET", KEY, 60),
    ("AWS upload with the bucket in the path", AWS, "senpaijepang-kyc", True, "", "PUT", KEY, 3600),
    ("AWS upload with temporary credentials", AWS, "senpaijepang-kyc", False, TOKEN, "PUT", KEY, 900),
    ("AWS download with temporary credentials", AWS, "senpaijepang-kyc", True, TOKEN, "GET", KEY, 900),
    ("R2 upload", R2, "documents", True, "", "PUT", KEY, 900),
    ("R2 download with the bucket in the host", R2, "documents", False, "", "GET", KEY, 900),
    ("Google upload", GCS, "my.bucket_of-kyc", True, "", "PUT", KEY, 900),
    ("Google download", GCS, "my.bucket_of-kyc", True, "", "GET", KEY, 900),
    ("a key of odd ASCII", MINIO, "b", True, "", "PUT", "a b+c~d*(e)!'f@g:h,i=j&k$l#m?n%o;p/q//r", 900),
    ("a key beyond ASCII", MINIO, "b", True, "", "GET", "履歴書/Ünïcode \U0001F5FB.pdf", 900),
    ("a standard port is left away", ("https://s3.example.com:443", "x"), "b", True, "", "GET", "k", 900),
    ("a service below a path", ("http://gateway.example.com:8080/s3/", "x"), "b", True, "", "PUT", "k", 900),
    ("a service below a path with the bucket in the host", ("http://gateway.example.com/s3", "x"), "b", False, "", "GET",
     "k", 900),
]


class Frozen(datetime.datetime):
    @classmethod
    def utcnow(cls):
        return NOW


def link(endpoint, bucket, path_style, key):
    parts = urlsplit(endpoint)
    host = parts.netloc
    if (parts.scheme, parts.port) in (("https", 443), ("http", 80)):
        host = parts.hostname
    if not path_style:
        host = bucket + "." + host
    path = parts.path.rstrip("/") + ("/" + bucket if path_style else "") + "/" + quote(key, safe="/-._~")
    return f"{parts.scheme}://{host}{path}"


def presign(row):
    _, (endpoint, region), bucket, path_style, token, method, key, ttl = row
    url = link(endpoint, bucket, path_style, key)
    headers, query = {}, "x-amz-checksum-mode=ENABLED&x-id=GetObject"
    if method == "PUT":
        query = "x-id=PutObject"
        headers = {
            "content-type": "image/jpeg",
            "content-length": "3",
            "x-amz-checksum-sha256": base64.b64encode(bytes.fromhex(CHECKSUM)).decode(),
            "x-amz-meta-checksum-sha256": CHECKSUM,
        }
    request = AWSRequest(method=method, url=url + "?" + query, headers=headers)
    credentials = Credentials(ACCESS_KEY, SECRET_KEY, token or None)
    botocore.auth.S3SigV4QueryAuth(credentials, "s3", region, expires=ttl).add_auth(request)
    signature = dict(parse_qsl(urlsplit(request.url).query))["X-Amz-Signature"]
    return url, signature


def literal(text):
    # Octal escapes end after three digits, unlike hexadecimal ones.
    return '"' + "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else f"\\{b:03o}"
                         for b in text.encode()) + '"'


botocore.auth.datetime.datetime = Frozen
print("// Made by sigv4_vectors.py.")
for row in ROWS:
    name, (endpoint, region), bucket, path_style, token, method, key, ttl = row
    url, signature = presign(row)
    print(f"{{{literal(name)},")
    print(f" {literal(endpoint)}, {literal(region)}, {literal(bucket)}, {str(path_style).lower()},")
    print(f" {literal(token)}, {literal(method)}, {ttl},")
    print(f" {literal(key)},")
    print(f" {literal(url)},")
    print(f" {literal(signature)}}},")
