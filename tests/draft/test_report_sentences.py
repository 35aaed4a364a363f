"""Sentences of many kinds, each with what a person would draft from it; written before the rules were asked. All are made up."""

from collections.abc import Callable
from pathlib import Path

import pytest

from xlreport.checks.plans.plan_soundness import check_plan
from xlreport.draft.draft_document import plan_document
from xlreport.draft.draft_report import draft_from
from xlreport.model.plans.plan import plan_from
from xlreport.model.plans.plan_draft_types import Draft
from xlreport.model.returns.finding_codes import Severity
from xlreport.pipeline.plans.reports.loading_report_files import read_report

Drafted = Callable[..., Draft]
EXCERPTS = sorted((Path(__file__).parent / "reports").glob("*.txt"))
BESIDE = sorted((Path(__file__).resolve().parents[2] / "../shared/reports").glob("*.txt"))

ROWS = {
    "着力培育6个世界级、7个国家级、9个区域级产业集群。": "培育世界级产业集群 6个；培育国家级产业集群 7个；培育区域级产业集群 9个",
    "新增省级3家、市级5家“专精特新”企业。": "新增省级“专精特新”企业 3家；新增市级“专精特新”企业 5家",
    "完成9个村的农村电网改造。": "农村电网改造 9个",
    "实施东庄、西庄等4个村安全饮水提升工程。": "安全饮水提升工程 4个",
    "对破损比较严重的12公里农村公路进行改建。": "农村公路改建 12公里",
    "力争网上店铺扩展到700家。": "网上店铺 扩展到700家",
    "经济增长目标设定为6%左右。": "经济增长 6%左右",
    "国有企业研发投入增速高于全省平均2个百分点。": "国有企业研发投入 增速高于全省平均2个百分点",
    "新建5个以上紧密型医联体、区级覆盖率达80%以上。": "新建紧密型医联体 5个以上；紧密型医联体区级覆盖率 达80%以上",
    "新发放创业担保贷款2亿元以上，带动就业3000人。": "新发放创业担保贷款 2亿元以上；创业担保贷款带动就业 3000人",
    "新增市场主体3000户以上，总量达到3.5万户。": "新增市场主体 3000户以上；市场主体总量 达到3.5万户",
    "全市每年接待游客近30万人次，这是我们的优势。": "",
    "对标高质量发展58项指标，补短板强弱项。": "",
    "新增充电站30座、充电枪1200把。": "新增充电站 30座；新增充电枪 1200把",
    "粮食播种面积稳定在80万亩、产量达到4.2亿斤。": "粮食播种面积 稳定在80万亩；粮食产量 达到4.2亿斤",
    "确保规上工业企业净增12家，总数突破100家。": "规上工业企业净增 12家；规上工业企业总数 突破100家",
    "剩余860名贫困人口全部脱贫。": "剩余贫困人口全部脱贫 860名",
    "淘汰10蒸吨以下燃煤锅炉25台。": "淘汰10蒸吨以下燃煤锅炉 25台",
    "推动20户以上自然村通硬化路。": "",
    "加快推进年产30万吨磷酸铁锂项目建设。": "",
    "实施“四个一百”工程，开展招商引资“百日攻坚”行动。": "",
}
MILESTONES = {
    "完成好示范区项目建设。": "示范区项目建设 0",
    "建好建强市融媒体中心。": "市融媒体中心 0",
    "确保东河、西十高铁、西安站和南谷、北边机场建成投运。": "东河高铁 0；西十高铁 0；西安站 0；南谷机场 0；北边机场 0",
    "全面开工建设第三中学新校区。": "第三中学新校区 0",
    "建成一批源网荷储一体化项目。": "",
    "三季度前开工建设市体育馆、文化馆。": "市体育馆 9；文化馆 9",
    "年底前建成投用市殡仪馆、社会福利院。": "市殡仪馆 0；社会福利院 0",
    "加快推进城北污水处理厂二期、第二水厂建设，确保10月底前投产。": "城北污水处理厂二期 10；第二水厂 10",
    "加快一中新校区建设，秋季学期投入使用。": "一中新校区 9",
    "管好用好扶贫资产，完成农村集体产权制度改革。": "农村集体产权制度改革 0",
    "建好用好新时代文明实践中心。": "",
    "推进总投资9亿元的城东水库建设，6月份完工。": "城东水库 6",
    "建成长120公里、宽8米的旅游环线。": "旅游环线 0",
    "建成5条长20公里以上的绿道。": "",
}


@pytest.mark.parametrize(("sentence", "told"), ROWS.items())
def test_rows(drafted: Drafted, sentence: str, told: str) -> None:
    """What is ticked is named and printed as a person would."""
    found = drafted(sentence).ticked
    printed = [part.rsplit(" ", 1) for part in told.split("；") if part]
    assert [one.name for one in found] == [name for name, _ in printed]
    assert all(
        one.printed in whole or whole in one.printed
        for one, (_, whole) in zip(found, printed, strict=True)
    )


@pytest.mark.parametrize(("sentence", "told"), MILESTONES.items())
def test_named_things(drafted: Drafted, sentence: str, told: str) -> None:
    """What is ticked is named with its own head, and due by the month that the sentence says."""
    found = [one for one in drafted(sentence).milestones if one.ticked]
    assert "；".join(f"{one.name} {one.due_month}" for one in found) == told


def test_a_quote_begins_with_a_whole_number(drafted: Drafted) -> None:
    """A quote that has to be cut is never cut inside a number."""
    left = "做大做强" + "、".join(f"青石第{one}物流企业" for one in "一二三四五六")
    found = drafted(
        f"{left}等20家企业，谋划建设大型专业化物流聚集区，力争物流业增加值增长18%以上。"
    )
    assert all(not one.quote.startswith("0家") for one in found.ticked)


@pytest.mark.parametrize("path", [*EXCERPTS, *BESIDE[::12]], ids=lambda path: path.stem)
def test_a_drafted_plan_is_sound(path: Path) -> None:
    """What `plan check` refuses is nothing that drafting wrote: units, comparators, baselines, profiles."""
    draft = draft_from(read_report(path))
    plan = plan_from(plan_document(draft, ()))
    faults = [one for one in check_plan(plan) if one.severity is Severity.ERROR]
    assert faults == []
