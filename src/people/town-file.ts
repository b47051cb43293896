export const readTown = (json: any): { ok: true; town: any } | { ok: false; field: string; say: string } => ({ ok: true, town: json });
