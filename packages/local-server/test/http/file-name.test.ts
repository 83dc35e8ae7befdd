import { describe, expect, it } from "vitest";
import { attachment, cleanFileName } from "../../src/http/file-name.js";

describe("cleanFileName", () => {
  it.each([
    ["report.pdf", "report.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\me\\plan.pdf", "plan.pdf"],
    [".bashrc", "bashrc"],
    ["-rf", "rf"],
    ["a\u0000b\u001b[31m.pdf", "ab[31m.pdf"],
    ["gpj\u202epdf.exe", "gpjpdf.exe"],
    ["a<b>:c.pdf", "a_b__c.pdf"],
    ["..", "document"],
    ["", "document"],
    [undefined, "document"],
  ])("makes %j into %j", (given, wanted) => {
    expect(cleanFileName(given)).toBe(wanted);
  });

  it("cuts a long name and keeps its extension", () => {
    const name = cleanFileName(`${"보".repeat(200)}.pdf`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180);
    expect(name).toMatch(/^보+\.pdf$/);
  });
});

describe("attachment", () => {
  it("gives an ASCII name plainly, and another one in both forms", () => {
    expect(attachment("a b.pdf")).toBe('attachment; filename="a b.pdf"');
    expect(attachment("é'(1).pdf")).toBe(
      "attachment; filename=\"_'(1).pdf\"; filename*=UTF-8''%C3%A9%27%281%29.pdf",
    );
  });

  it("lets no quote out of the name", () => {
    expect(attachment('a"; x="b.pdf')).toMatch(/^attachment; filename="a_; x=_b\.pdf"; filename\*=/);
  });
});
