"""The OpenAPI document of the shared data."""

import re
from typing import Any

PROJECT_CODE = re.compile(r"[0-9]{2}(0[1-9]|1[0-2])-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}")
TEXT = {"type": "string"}
DAY = {"type": "string", "format": "date"}
ID_NUMBER = {"type": "string", "pattern": "^[0-9]{17}[0-9X]$"}
ID_QUERY = {"name": "id_number", "in": "query", "required": True, "description": "公民身份号码", "schema": ID_NUMBER}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _call(name: str, summary: str, parameter: dict[str, Any], schema: str) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": [parameter],
            "responses": {
                "200": {
                    "description": "查询结果",
                    "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
                },
                "401": {"description": "密钥不符", "content": problem},
                "422": {"description": "号码有误", "content": problem},
            },
        }
    }


LICENCE = _object(
    name=TEXT,
    number=TEXT,
    holder=TEXT,
    issuer=TEXT,
    valid_from=DAY,
    valid_until=DAY,
    state={"enum": ["valid", "expired"]},
)
MEMBER = _object(relation=TEXT, name=TEXT, id_number=ID_NUMBER)
SCHEMAS = {
    "Licences": _object(id_number=ID_NUMBER, name=TEXT, licences={"type": "array", "items": LICENCE}),
    "Household": _object(
        id_number=ID_NUMBER,
        name=TEXT,
        sex={"enum": ["男", "女"]},
        born_on=DAY,
        household_number=TEXT,
        kind=TEXT,
        address=TEXT,
        members={"type": "array", "items": MEMBER},
    ),
    "Project": _object(
        code={"type": "string", "pattern": f"^{PROJECT_CODE.pattern}$"},
        name=TEXT,
        builder=TEXT,
        builder_code={"type": "string", "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$"},
        location=TEXT,
        kind={"enum": ["新建", "扩建", "技术改造"]},
        total_investment={"type": "integer", "description": "万元"},
        environment_investment={"type": "integer", "description": "万元"},
        recorded_on=DAY,
        recorded_by=TEXT,
        state=TEXT,
    ),
    "Problem": {
        "type": "object",
        "required": ["title", "status"],
        "properties": {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT},
    },
}
CODE_PATH = {
    "name": "code",
    "in": "path",
    "required": True,
    "description": "投资项目代码",
    "schema": SCHEMAS["Project"]["properties"]["code"],
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "共享数据（演示）",
        "version": "1.0.0",
        "description": "电子证照、户籍、投资项目三个演示接口；全部数据由号码推算而来，不对应任何真实的人或单位。",
    },
    "servers": [{"url": "/shared"}],
    "security": [{"upstream": []}],
    "paths": {
        "/e-licence": _call("eLicence", "按公民身份号码查询电子证照", ID_QUERY, "Licences"),
        "/household": _call("household", "按公民身份号码查询户籍", ID_QUERY, "Household"),
        "/projects/{code}": _call("project", "按项目代码查询投资项目", CODE_PATH, "Project"),
    },
    "components": {
        "securitySchemes": {"upstream": {"type": "apiKey", "in": "header", "name": "X-Upstream-Key"}},
        "schemas": SCHEMAS,
    },
}
