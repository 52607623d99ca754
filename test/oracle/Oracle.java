import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.MachineComplexityEvaluator;

/**
 * Asks AWS's own matcher. One JSON question a line on standard input, one JSON answer a line on standard output:
 * {"pattern","event"} gives {"refusal"} or {"matches","complexity"}; {"rules","event"} gives {"names"};
 * {"bench":{"rules","events","rounds","samples"}} gives the nanoseconds an event in each sample, from text and parsed, and
 * how many rules matched; the machine is kept until other rules are asked about.
 */
final class Oracle {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEEPEST_COMPLEXITY = 100;

  public static void main(String[] arguments) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    BufferedWriter out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.write(JSON.writeValueAsString(answer(JSON.readTree(line))));
      out.newLine();
      if (!in.ready()) out.flush();
    }
    out.flush();
  }

  private static ObjectNode answer(JsonNode question) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      if (question.has("bench")) bench(question.get("bench"), answer);
      else if (question.has("rules")) names(question, answer);
      else verdict(question, answer);
    } catch (Throwable error) {
      answer.put("failure", error.toString());
    }
    return answer;
  }

  private static void verdict(JsonNode question, ObjectNode answer) throws Exception {
    String pattern = question.get("pattern").asText();
    String refusal = JsonRuleCompiler.check(pattern);
    if (refusal != null) {
      answer.put("refusal", refusal);
      return;
    }
    Machine machine = Machine.builder().build();
    machine.addRule("rule", pattern);
    answer.put("complexity", machine.evaluateComplexity(new MachineComplexityEvaluator(DEEPEST_COMPLEXITY)));
    answer.put("matches", !machine.rulesForJSONEvent(question.get("event").asText()).isEmpty());
  }

  private static void names(JsonNode question, ObjectNode answer) throws Exception {
    ArrayNode names = answer.putArray("names");
    new TreeSet<>(machineOf(question.get("rules")).rulesForJSONEvent(question.get("event").asText())).forEach(names::add);
  }

  private static Machine machineOf(JsonNode rules) throws Exception {
    Machine machine = Machine.builder().build();
    for (Map.Entry<String, JsonNode> rule : rules.properties()) machine.addRule(rule.getKey(), rule.getValue().asText());
    return machine;
  }

  private static JsonNode benched;
  private static Machine machine;

  private static void bench(JsonNode bench, ObjectNode answer) throws Exception {
    if (!bench.get("rules").equals(benched)) {
      benched = bench.get("rules");
      machine = machineOf(benched);
    }
    List<String> texts = new ArrayList<>();
    List<JsonNode> trees = new ArrayList<>();
    for (JsonNode event : bench.get("events")) {
      texts.add(event.asText());
      trees.add(JSON.readTree(event.asText()));
    }
    int rounds = bench.get("rounds").asInt();
    ArrayNode text = answer.putArray("textNanoseconds");
    ArrayNode parsed = answer.putArray("parsedNanoseconds");
    for (int left = bench.get("samples").asInt(); left > 0; left--) {
      text.add(sample(() -> matchTexts(machine, texts), rounds) / ((double) rounds * texts.size()));
      parsed.add(sample(() -> matchTrees(machine, trees), rounds) / ((double) rounds * texts.size()));
    }
    answer.put("matched", matchTexts(machine, texts));
  }

  private interface Work {
    long run() throws Exception;
  }

  private static double sample(Work work, int rounds) throws Exception {
    long start = System.nanoTime();
    long matched = 0;
    for (int round = 0; round < rounds; round++) matched += work.run();
    if (matched < 0) throw new IllegalStateException("the count keeps the work from being optimised away");
    return System.nanoTime() - start;
  }

  private static long matchTexts(Machine machine, List<String> texts) throws Exception {
    long matched = 0;
    for (String text : texts) matched += machine.rulesForJSONEvent(text).size();
    return matched;
  }

  private static long matchTrees(Machine machine, List<JsonNode> trees) {
    long matched = 0;
    for (JsonNode tree : trees) matched += machine.rulesForJSONEvent(tree).size();
    return matched;
  }
}
