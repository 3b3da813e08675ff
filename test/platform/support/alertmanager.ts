import * as z from "zod";
import { startOnLoopback } from "./loopback-program.ts";

const alertsSchema = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    status: z.object({ silencedBy: z.array(z.string()), inhibitedBy: z.array(z.string()) }),
  }),
);

/** An Alertmanager of the test's own, on the loopback. */
export interface RunningAlertmanager {
  readonly url: string;
  /** Tells it of an alert, as Prometheus does. */
  fire(
    labels: Readonly<Record<string, string>>,
    annotations: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** All alerts that it knows, with what keeps them from being sent. */
  alerts(): Promise<z.infer<typeof alertsSchema>>;
  readonly stop: () => Promise<void>;
}

/** Starts the program with a configuration; its data go into the folder. */
export async function startAlertmanager(
  program: string,
  config: string,
  folder: string,
): Promise<RunningAlertmanager> {
  const options = [
    `--config.file=${config}`,
    `--storage.path=${folder}/data`,
    "--web.listen-address=127.0.0.1:0",
    "--cluster.listen-address=",
  ];
  const { url, stop } = await startOnLoopback(program, options);
  return {
    url,
    fire: async (labels, annotations) => {
      const response = await fetch(`${url}/api/v2/alerts`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify([{ labels, annotations }]),
      });
      if (!response.ok) throw new Error(`Alertmanager answered ${response.status}: ${await response.text()}`);
    },
    alerts: async () => alertsSchema.parse(await (await fetch(`${url}/api/v2/alerts`)).json()),
    stop,
  };
}
