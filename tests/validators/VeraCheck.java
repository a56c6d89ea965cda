import java.io.File;
import java.util.Map;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Asks veraPDF's engine whether a PDF keeps to one or more standards.
 *
 * <p>Arguments: the file, then flavours such as "ua1" or "3a". One line is printed for each broken
 * rule: flavour, rule, how often, what the rule says and where it is first broken, with tabs
 * between them. A last line "checked" says that the engine came to its end.
 */
public final class VeraCheck {
    private static final int EXAMPLES_FOR_EACH_RULE = 1;

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        File file = new File(arguments[0]);
        for (int index = 1; index < arguments.length; index++) {
            check(file, arguments[index]);
        }
        System.out.println("checked");
    }

    private static void check(File file, String name) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(name);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            throw new IllegalArgumentException("veraPDF knows no flavour " + name);
        }
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
            PDFAValidator validator =
                    Foundries.defaultInstance()
                            .createValidator(flavour, EXAMPLES_FOR_EACH_RULE, false, true, false);
            ValidationResult result = validator.validate(parser);
            for (Map.Entry<RuleId, Integer> broken : result.getFailedChecks().entrySet()) {
                RuleId rule = broken.getKey();
                System.out.println(
                        String.join(
                                "\t",
                                name,
                                rule.getClause() + "-" + rule.getTestNumber(),
                                broken.getValue() + " times",
                                firstExample(result, rule)));
            }
            if (!result.isCompliant() && result.getFailedChecks().isEmpty()) {
                System.out.println(name + "\tnot compliant, without a reason");
            }
        }
    }

    private static String firstExample(ValidationResult result, RuleId rule) {
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED
                    && rule.equals(assertion.getRuleId())) {
                String text = assertion.getMessage() + " @ " + assertion.getLocation().getContext();
                return text.replaceAll("\\s+", " ");
            }
        }
        return "";
    }
}
