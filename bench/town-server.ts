import { connect } from "../src/db/connect.ts";
import { startServer } from "../src/db/server.ts";
import { dataFolder } from "../test/running/program.ts";
import { fillTown } from "./program.ts";

/** A durable server with a town of so many people on it, and databases copied from that town. */
export type TownServer = {
  socket: string;
  /** Made anew under this name, written out to disk; answers the name. */
  fresh(name: string): Promise<string>;
  close(): Promise<void>;
};

export async function openTown(people: number): Promise<TownServer> {
  const folder = await dataFolder();
  const server = await startServer(folder.path);
  const admin = connect({ socket: server.socket, database: "postgres" }, { max: 1 });
  const close = async (): Promise<void> => {
    await admin.end();
    await server.stop();
    await folder.remove();
  };
  try {
    await admin`create database town`;
    const town = connect({ socket: server.socket, database: "town" }, { max: 1 });
    await fillTown(town, people).finally(() => town.end());
  } catch (error) {
    await close();
    throw error;
  }
  return {
    socket: server.socket,
    fresh: async (name) => {
      await admin.unsafe(`drop database if exists ${name}`);
      await admin.unsafe(`create database ${name} template town strategy = file_copy`);
      await admin`checkpoint`;
      return name;
    },
    close,
  };
}
