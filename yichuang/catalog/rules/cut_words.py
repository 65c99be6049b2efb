"""What the six cuts (S2-16) look for, and what evidence keeps a material: tables that a lawyer reads."""

import re

from yichuang.catalog.rules.samples import CutName

# Cut → what it is called, and the evidence that a department must write down to keep the material.
CUTS: dict[CutName, tuple[str, str]] = {
    "no_basis": ("无法律法规依据", "请写明要求提交这份材料的法律、法规、规章或者国务院决定的名称和条款。"),
    "held_licence": (
        "能用现有证照证明",
        "请写明为什么电子证照或者共享数据不能代替（例如须收回原证、证照上没有这一项）。",
    ),
    "commitment": (
        "能用书面承诺解决",
        "请写明为什么不能由申请人书面承诺（例如法律规定须经查验、事后无法核查且后果不能挽回）。",
    ),
    "covered": ("能被其他材料涵盖或替代", "请写明这份材料有哪一项内容是另一份材料没有的。"),
    "online_check": ("能网络核验", "请写明为什么不能网上核验（例如查不到哪一年以前的、查询结果缺哪一项）。"),
    "issuer_cannot_check": ("开具单位无法调查核实", "请写明开具单位凭什么能核实，或者依据哪一条由它开具。"),
}
# What names a law: a title, an article, a document number.
LAW = re.compile(
    r"《[^《》]{3,}》|第[一二三四五六七八九十百零〇\d]+条|[〔﹝\[（(](?:19|20)\d{2}[〕﹞\])）]\s*\d+\s*号"
    r"|(?:条例|办法|规定|细则|法)(?:第|\d)"
)
# What everybody can write about everything; with a law beside it, it may stand.
TRIVIAL = re.compile(
    r"(?:有关|相关)(?:法律|法规|规定|要求|政策)|(?:工作|办理|审批|审查|业务|实际|管理)(?:的)?需要|(?:按|依)(?:照)?(?:规定|惯例|要求|法)|惯例|一直|历来|"
    r"上级要求|领导|部门要求|确有必要|很重要|必须提供|需要提供|应当提供|不能取消|暂不取消|同上|见附件|测试|待补充"
)
SHORTEST, FEWEST_SIGNS = 8, 6
# Facts that the applicant knows best and that the office can check afterwards (国办发〔2020〕42 号 告知承诺制): what the proof is about.
COMMITMENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("场所的使用权", re.compile(r"(?:经营|营业|办公|生产|住所|场所|场地)[^，；、]{0,8}(?:使用权?|用房)证明|住所证明|场所证明")),
    ("没有违法违纪和不良记录", re.compile(r"(?:无|没有|未)[^，；]{0,12}(?:违法|违纪|违规|不良|处罚|处分|事故)[^，；]{0,8}(?:证明|记录)")),
    ("没有担任、从事、享受", re.compile(r"未(?:担任|从事|享受|领取|就业|参保|重复)[^，；]{0,14}证明")),
    ("证件遗失", re.compile(r"(?:遗失|丢失|灭失)[^，；]{0,4}证明|登报")),
    ("工作、从业的经历", re.compile(r"(?:工作|从业|执业|任职)(?:经历|年限|情况)[^，；]{0,4}证明")),
    ("居住、健在和是同一人", re.compile(r"(?:居住(?:情况)?|健在|同一人)证明")),
)  # fmt: skip
# One paper says what the other says: type → the types it makes needless.
COVERS: dict[str, tuple[str, ...]] = {
    "business_licence": ("unified_code_certificate", "organisation_code", "tax_registration"),
    "institution_certificate": ("organisation_code", "tax_registration"),
    "household_register": ("household_proof",),
    "real_estate_certificate": ("house_ownership", "land_use_certificate"),
    "graduation_certificate": ("education_certificate",),
    "marriage_certificate": ("no_marriage_record",),
}
# Who issues it, as it stands in the name, the source or the dictionary. 社区卫生服务机构 and 社区矫正机构 are other bodies.
COMMUNITY = re.compile(r"村民?委员?会|村委|居民?委员?会|居委|社区(?!卫生|医|矫正|康复|戒毒|登记)|村（社区）|村集体")
EMPLOYER = re.compile(r"(?:所在|工作|用人|所属|聘用|任职)(?:工作)?单位|单位(?:出具|开具)")
PROOF = re.compile(r"证明(?:材料|文件|书|信|函)?(?:（[^（）]*）)?$|证明信$")
# 民发〔2020〕20 号, annex: what a village or residents' committee does not issue.
NOT_BY_COMMUNITY: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("亲属关系", re.compile(r"亲属关系|家庭关系|亲子关系|监护关系|赡养|抚养关系")),
    ("居民身份信息、户籍", re.compile(r"身份信息|户籍|户口|同一人")),
    ("养犬", re.compile(r"养犬")),
    ("无犯罪记录", re.compile(r"犯罪|违法记录|刑事")),
    ("社区戒毒康复情况", re.compile(r"戒毒")),
    ("人员失踪", re.compile(r"失踪")),
    ("婚姻状况", re.compile(r"婚姻|单身|未婚|分居|离异|丧偶")),
    ("出生", re.compile(r"出生")),
    ("健在", re.compile(r"健在|生存")),
    ("死亡", re.compile(r"死亡")),
    ("疾病、残疾", re.compile(r"疾病|急诊|意外伤害|残疾|健康")),
    ("婚育、生育状况", re.compile(r"婚育|生育")),
    ("就业状况", re.compile(r"就业|失业|无业")),
    ("个人档案", re.compile(r"档案")),
    ("居民财产", re.compile(r"财产|经济状况|收入|偿还能力|房产|住房|存款|投资|车辆所有权")),
    ("遗产继承权", re.compile(r"继承")),
    ("市场主体住所", re.compile(r"经营场所|住所证明|住所使用|住宅改|经营性用房")),
    ("证件遗失", re.compile(r"遗失|丢失")),
)  # fmt: skip
# What an employer does not know of its people better than the office that keeps the record.
NOT_BY_EMPLOYER = re.compile(
    r"亲属|婚姻|婚育|生育|犯罪|违法|住房|房产|财产|户籍|身份|健康|疾病|残疾|出生|死亡|居住|无房|政治面貌"
)
# The old paper is handed in, not shown as a proof: no copy from a data source stands in for it.
HANDED_IN = re.compile(r"^(?:原|旧)|（(?:原证|旧证|收回|缴回|注销)[^（）]*）")
