import type { Stage } from "../chat/stage.ts";
import { Empty } from "../kit.tsx";
import { sessionLabel } from "../panels/labels.ts";
import { ChainPicker } from "../panels/chains.tsx";
import type { Chain } from "../panels/queries.ts";
import { clockTime, dayWords, daysUntil, zoned } from "../time.ts";
import type { Rota, RotaRow } from "./queries.ts";

type When = { now: number; zone: string };
type Props = { stage: Stage; chains: readonly Chain[]; chain: Chain | undefined; rota: Rota } & When;

/** A chain's theme days: whose turn it is next, and the year ahead. */
export const RotaYear = ({ stage, chains, chain, rota, now, zone }: Props) => {
  const { rows } = rota;
  const years = [...new Set(rows.map(yearOf))];
  const next = rows.find((each) => each.state === "planned" && daysUntil(each.on_date, now, zone) >= 0);
  return (
    <div class="rota">
      <h2>
        轮值 <small>主题党日</small>
      </h2>
      <ChainPicker stage={stage} chains={chains} chain={chain} />
      {next ? <Next row={next} now={now} zone={zone} /> : null}
      {rota.held ? (
        <p class="quiet">
          已办 {rota.held} 场，{rota.person_times} 人次。
        </p>
      ) : null}
      {rows.length ? (
        <table class="table">
          <caption class="hidden">{chain?.name}链主题党日轮值表</caption>
          <thead>
            <tr>
              <th scope="col">日期</th>
              <th scope="col">活动</th>
              <th scope="col">承办</th>
              <th scope="col">状态</th>
            </tr>
          </thead>
          {years.map((year) => (
            <tbody>
              {years.length > 1 ? (
                <tr class="year">
                  <th scope="rowgroup" colspan={4}>
                    {year}年
                  </th>
                </tr>
              ) : null}
              {rows
                .filter((each) => yearOf(each) === year)
                .map((each) => (
                  <Row row={each} next={each === next} />
                ))}
            </tbody>
          ))}
        </table>
      ) : (
        <Empty title="这条链还没有轮值">
          <p>名单里写明主题党日的规则（每月15日、每月最后一个周五…）和轮流承办的企业，一年的日子就排好在这里。</p>
        </Empty>
      )}
      {rows.some((each) => each.provisional) ? <p class="quiet">暂定：那一年的放假安排还没有公布，公布后会重排，改了日子的另行告知。</p> : null}
    </div>
  );
};

const yearOf = (row: RotaRow): number => Number(row.on_date.slice(0, 4));

const Next = ({ row, now, zone }: { row: RotaRow } & When) => {
  const days = daysUntil(row.on_date, now, zone);
  return (
    <section class="next" aria-label="下一次">
      <p class="next-when">
        <b>{dayWords(row.on_date, zoned(now, zone).year)}</b> {clockTime(row.at, zone)}{" "}
        <small>{days === 0 ? "就是今天" : days === 1 ? "明天" : `还有 ${days} 天`}</small>
      </p>
      <p>
        {row.host ?? "承办待定"} <small>{`承办 · ${sessionLabel(row.session) || "主题党日"} · ${words(row)}`}</small>
      </p>
      {row.topic ? <p>主题：{row.topic}</p> : null}
      {row.place ? <p>地点：{row.place}</p> : null}
      {row.coming ? <p class="quiet">已报名 {row.coming} 人</p> : null}
    </section>
  );
};

const words = (row: RotaRow): string => {
  if (row.state === "planned") return row.confirmed ? "已确认" : "待确认";
  return row.state === "held" ? "已办" : row.state === "skipped" ? "跳过" : "改动";
};

const Row = ({ row, next }: { row: RotaRow; next: boolean }) => {
  const gone = row.state === "moved" || row.state === "skipped";
  const what = sessionLabel(row.session) || "主题党日";
  const date = dayWords(row.on_date, yearOf(row));
  return (
    <tr class={gone ? "gone" : next ? "now" : row.state === "held" ? "past" : ""}>
      <th scope="row">{gone ? <s>{date}</s> : date}</th>
      <td>{gone ? <s>{what}</s> : what}</td>
      <td>{gone ? <s>{row.host ?? "待定"}</s> : (row.host ?? "待定")}</td>
      <td>
        {gone ? instead(row) : words(row)}
        {row.provisional && !gone ? <span class="tag">暂定</span> : null}
        {row.state === "held" && row.came ? <small> {row.came} 人次</small> : null}
      </td>
    </tr>
  );
};

/** What took the place of a slot that lost its date or its host. */
function instead(row: RotaRow): string {
  const skipped = row.state === "skipped" ? "跳过" : "";
  if (row.instead_on === null) return skipped || "改动";
  const date = row.instead_on === row.on_date ? "" : `改到${dayWords(row.instead_on, yearOf(row))}`;
  const host = row.instead_host === row.host || row.instead_host === null ? "" : `换${row.instead_host}`;
  return [skipped, date, host].filter(Boolean).join("，") || "改动";
}
